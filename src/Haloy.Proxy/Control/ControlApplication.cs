using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haloy.Contracts.ProxyControl;
using Haloy.Core;
using Haloy.Proxy.Tls;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Haloy.Proxy.Control;

/// <summary>The control API on the Unix socket (spec/server §6.9).</summary>
internal sealed class ControlApplication(ConfigGate gate, TableHolder tables, CertificateStore certificates) : IHttpApplication<IFeatureCollection>
{
    public const int MaxConfigBytes = 16 * 1024 * 1024;

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var answer = (request.Method, request.Path) switch
        {
            ("PUT", "/v1/config") => await PutConfigAsync(context.GetRequiredFeature<IRequestBodyPipeFeature>().Reader),
            ("POST", "/v1/certs/reload") => Answer.Json(200, new(certificates.Reload()), ProxyControlJson.Default.CertificatesReloaded),
            ("GET", "/v1/status") => Answer.Json(200, Status(), ProxyControlJson.Default.ProxyStatus),
            _ => Answer.Refusal(404, $"there is no {request.Method} {request.Path}"),
        };
        await answer.WriteAsync(context);
    }

    private async ValueTask<Answer> PutConfigAsync(PipeReader reader)
    {
        while (true)
        {
            var result = await reader.ReadAsync(CancellationToken.None);
            if (result.Buffer.Length > MaxConfigBytes)
                return Answer.Refusal(413, $"the snapshot is larger than {MaxConfigBytes} bytes");
            if (!result.IsCompleted)
            {
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }

            var (status, error) = gate.Accept(result.Buffer.ToArray());
            reader.AdvanceTo(result.Buffer.End);
            return error is null
                ? Answer.Json(status, new(gate.Current.Hash!), ProxyControlJson.Default.ConfigAccepted)
                : Answer.Refusal(status, error);
        }
    }

    private ProxyStatus Status()
    {
        var applied = gate.Current;
        var table = tables.Current;
        return new ProxyStatus
        {
            Version = BuildVersion.Current,
            Generation = ProxyStatus.CurrentGeneration,
            SchemaVersion = RoutingSnapshot.CurrentSchemaVersion,
            ConfigHash = applied.Hash,
            Routes = table.RouteCount,
            LoadedFrom = applied.Source,
            LastUpdateAt = applied.At,
            CertsLoaded = certificates.Current.Count,
            SnapshotGeneration = table.Generation,
            Backends = tables.Count(),
        };
    }

    private readonly record struct Answer(int StatusCode, byte[] Body)
    {
        public static Answer Json<T>(int status, T value, JsonTypeInfo<T> type) => new(status, JsonSerializer.SerializeToUtf8Bytes(value, type));

        public static Answer Refusal(int status, string error) => Json(status, new ConfigRefused(error), ProxyControlJson.Default.ConfigRefused);

        public async Task WriteAsync(IFeatureCollection context)
        {
            var response = context.GetRequiredFeature<IHttpResponseFeature>();
            response.StatusCode = StatusCode;
            response.Headers.ContentType = "application/json";
            response.Headers.ContentLength = Body.Length;
            await context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(Body, CancellationToken.None);
        }
    }
}
