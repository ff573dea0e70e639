using System.Text.Json.Serialization;
using Haloy.Docker.Containers;
using Haloy.Docker.Events;
using Haloy.Docker.Exec;
using Haloy.Docker.Images;
using Haloy.Docker.Networks;
using Haloy.Docker.System;
using Haloy.Docker.Volumes;

namespace Haloy.Docker.Transport;

/// <summary>Everything sent to and read from the engine. Names are the API's; what we do not know is ignored, what is null is not sent.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Dictionary<string, IReadOnlyList<string>>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(ProgressWire))]
[JsonSerializable(typeof(CreatedWire))]
[JsonSerializable(typeof(List<ContainerSummaryWire>))]
[JsonSerializable(typeof(ContainerWire))]
[JsonSerializable(typeof(CreateContainerWire))]
[JsonSerializable(typeof(UpdateContainerWire))]
[JsonSerializable(typeof(WaitWire))]
[JsonSerializable(typeof(ImageWire))]
[JsonSerializable(typeof(List<ImageSummaryWire>))]
[JsonSerializable(typeof(ImagePruneWire))]
[JsonSerializable(typeof(RegistryAuthWire))]
[JsonSerializable(typeof(NetworkWire))]
[JsonSerializable(typeof(List<NetworkWire>))]
[JsonSerializable(typeof(CreateNetworkWire))]
[JsonSerializable(typeof(ConnectNetworkWire))]
[JsonSerializable(typeof(VolumeWire))]
[JsonSerializable(typeof(VolumeListWire))]
[JsonSerializable(typeof(CreateVolumeWire))]
[JsonSerializable(typeof(EventWire))]
[JsonSerializable(typeof(CreateExecWire))]
[JsonSerializable(typeof(StartExecWire))]
[JsonSerializable(typeof(ExecWire))]
[JsonSerializable(typeof(VersionWire))]
[JsonSerializable(typeof(InfoWire))]
internal sealed partial class DockerJson : JsonSerializerContext;
