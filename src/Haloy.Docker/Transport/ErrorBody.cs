using System.Net;
using System.Text;
using System.Text.Json;

namespace Haloy.Docker.Transport;

/// <summary>Reads the body of a refused request: <c>{"message":"…"}</c>, or plain text from something in front of the engine.</summary>
internal static class ErrorBody
{
    private const int MaxTextLength = 500;

    public static string Message(ReadOnlySpan<byte> body, HttpStatusCode status)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, DockerJson.Default.ErrorWire)?.Message is { Length: > 0 } message)
                return message;
        }
        catch (JsonException)
        {
            // Not the engine's own: shown as it is.
        }

        var text = Encoding.UTF8.GetString(body).Trim();
        if (text.Length == 0)
            return $"status {(int)status} without a reason";
        return $"status {(int)status}: {(text.Length > MaxTextLength ? text[..MaxTextLength] + "…" : text)}";
    }
}
