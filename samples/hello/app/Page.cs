using System.Net;
using System.Text;

namespace Hello;

/// <summary>The HTML page: <c>page.html</c> beside the program, with its <c>{{names}}</c> filled in.</summary>
internal sealed class Page
{
    private readonly string _template = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "page.html"));

    public string Show(Info info) => new StringBuilder(_template)
        .Replace("{{greeting}}", Encode(info.Greeting))
        .Replace("{{version}}", Encode(info.Version))
        .Replace("{{hostname}}", Encode(info.Hostname))
        .Replace("{{replica}}", Encode(info.Replica))
        .Replace("{{started}}", info.StartedAt.ToString("u"))
        .Replace("{{request}}", Encode($"{info.Method} {info.Path} {info.Protocol}"))
        .Replace("{{headers}}", string.Concat(info.Headers.Select(Row)))
        .ToString();

    private static string Row(KeyValuePair<string, string> header) =>
        $"<tr><th>{Encode(header.Key)}</th><td>{Encode(header.Value)}</td></tr>\n";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
