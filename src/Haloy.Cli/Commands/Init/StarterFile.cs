using System.Globalization;
using System.Text;
using Haloy.Cli.Commands.Init.Detection;

namespace Haloy.Cli.Commands.Init;

/// <summary>Writes the text of a first <c>haloy.yaml</c>: what was seen as keys, what may be wanted next as comments.</summary>
internal static class StarterFile
{
    public static string Text(Starter starter)
    {
        var text = new StringBuilder();
        text.Append($"# How this app is deployed. 'haloy validate-config' checks this file, 'haloy deploy' does what it says.\nname: {Scalar(starter.Name)}\n");
        Server(text, starter);
        Domains(text, starter);
        Image(text, starter);
        Running(text, starter);
        Environment(text, starter);
        return text.ToString();
    }

    private static void Server(StringBuilder text, Starter starter)
    {
        text.Append("\n# The server that runs haloyd; without it the only one of 'haloy server list', or this machine.\n");
        text.Append(starter.Server is { } server ? $"server: {Scalar(server)}\n" : "# server: haloy.example.com\n");
    }

    private static void Domains(StringBuilder text, Starter starter)
    {
        text.Append(starter.HasOwnDomain
            ? "\n# Where the app is reached. The name must lead to the server; certificates come by themselves.\n"
            : "\n# Where the app is reached: put your domain here. It must lead to the server; certificates come by themselves.\n");
        text.Append($"domains:\n  - domain: {Scalar(starter.Domain)}\n    # aliases: [www.{starter.Domain}] # redirected to the domain\n");
    }

    private static void Image(StringBuilder text, Starter starter)
    {
        if (starter.Dockerfile is null or "Dockerfile")
            text.Append("\n# Built from the Dockerfile beside this file. To run an image that exists instead:\n# image: registry.example.com/app:v1\n");
        else
            text.Append($"\nimage:\n  build_config:\n    dockerfile: {Scalar(starter.Dockerfile)}\n");
    }

    private static void Running(StringBuilder text, Starter starter)
    {
        text.Append($"\n# The port the app listens on in its container, on all addresses ({starter.PortReason}).\n");
        text.Append(CultureInfo.InvariantCulture, $"port: {starter.Port}\n");
        text.Append(starter.HealthPath is { } path
            ? $"\n# Answers 200 when the app is ready ({starter.HealthReason}).\nhealth_check_path: {Scalar(path)}\n"
            : "\n# A path that answers 200 when the app is ready; without it '/'.\n# health_check_path: /health\n");
        text.Append("\n# replicas: 2\n");
    }

    private static void Environment(StringBuilder text, Starter starter)
    {
        var secret = starter.Secret ?? "DATABASE_URL";
        text.Append($"\n# Variables of the app; with 'from' a value is taken from your shell or a .env file when you deploy.\n# env:\n#   - name: LOG_LEVEL\n#     value: info\n#   - name: {secret}\n#     from:\n#       env: {secret}\n");
        text.Append("\n# Data that outlives containers.\n# volumes:\n#   - data:/data\n");
    }

    /// <summary>Plain where YAML takes the word for text, else in quotes.</summary>
    private static string Scalar(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '.') && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/') && !IsReserved(text)
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // Words that some reader of YAML takes for a boolean or for nothing.
    private static bool IsReserved(string text) => text.ToLowerInvariant() is "true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n" or ".nan" or ".inf";
}
