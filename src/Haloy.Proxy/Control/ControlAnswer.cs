using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haloy.Contracts.ProxyControl;

namespace Haloy.Proxy.Control;

/// <summary>What a request to the control API is answered with.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON.</param>
internal readonly record struct ControlAnswer(int Status, byte[] Body)
{
    public static ControlAnswer Json<T>(int status, T value, JsonTypeInfo<T> type) => new(status, JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static ControlAnswer Refusal(int status, string error) => Json(status, new ConfigRefused(error), ProxyControlJson.Default.ConfigRefused);
}
