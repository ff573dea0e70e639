namespace Haloy.EndToEnd.Tests.Lab;

/// <summary>A haloyd with its proxy, as its users see it.</summary>
public interface IServer
{
    /// <summary>Where projects are put so that <c>haloy</c> finds this server.</summary>
    string ProjectsDirectory { get; }

    /// <summary>The line of haloy.yaml that names it; empty where none is needed.</summary>
    string ServerLine { get; }

    /// <summary>Where <c>haloy</c> keeps its servers and tokens.</summary>
    string ClientDirectory { get; }

    /// <summary>Port of HTTP on the loopback address.</summary>
    int HttpPort { get; }

    /// <summary>Port of HTTPS on the loopback address.</summary>
    int HttpsPort { get; }

    /// <summary>The root certificate of its authority.</summary>
    string CaFile { get; }

    /// <summary>The routing table the proxy wrote down last.</summary>
    string SnapshotPath { get; }
}
