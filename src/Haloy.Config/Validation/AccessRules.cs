using Haloy.Config.Binding;
using Haloy.Contracts.Api;

namespace Haloy.Config.Validation;

/// <summary>Who may visit, and which headers visitors get.</summary>
internal static class AccessRules
{
    // They describe the connection or the framing of one message (RFC 9110 §7.6.1, §8.6), which only the proxy knows.
    private static readonly string[] ProxyHeaders =
        ["connection", "content-length", "transfer-encoding", "keep-alive", "upgrade", "te", "trailer", "proxy-connection", "proxy-authenticate", "date"];

    // RFC 9110 §5.6.2
    private static readonly System.Buffers.SearchValues<char> Token =
        System.Buffers.SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static void Check(TargetConfig target, Findings findings)
    {
        Headers(target.Headers, findings);
        BasicAuth(target.BasicAuth, findings);
        IpAllow(target.IpAllow, findings);
    }

    private static void Headers(IReadOnlyDictionary<string, string>? headers, Findings findings)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            var at = $"headers.{KeyPath.Quoted(name)}";
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(Token))
                findings.Value(at, $"'{name}' cannot name a header", "Use letters, digits and '-'.");
            else if (ProxyHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
                findings.Value(at, $"the header '{name}' belongs to the proxy");
            else if (!seen.Add(name))
                findings.Conflict(at, $"the header '{name}' is given twice");
            if (value?.Any(c => c != '\t' && char.IsControl(c)) == true)
                findings.Value(at, $"the value of '{name}' has a line break or another control character");
        }
    }

    private static void BasicAuth(IReadOnlyList<BasicAuthUser>? users, Findings findings)
    {
        // An empty list looks like protection and would let nobody in, or everybody.
        if (users is { Count: 0 })
            findings.Value("basic_auth", "'basic_auth' names nobody", "Add users, or leave it out.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < (users?.Count ?? 0); i++)
        {
            var (name, at) = (users![i].Username, $"basic_auth[{i}]");
            if (string.IsNullOrEmpty(name))
                findings.Missing($"{at}.username");
            else if (name.Any(c => c == ':' || char.IsControl(c)))
                findings.Value($"{at}.username", $"the user name '{name}' has a ':' or a control character");
            else if (!seen.Add(name))
                findings.Conflict($"{at}.username", $"the user '{name}' is given twice");
            if (users[i].Password is { } password)
                ValueSourceRules.Check(password, $"{at}.password", findings);
            else
                findings.Missing($"{at}.password", "For example: password: {from: {env: NAME}}");
        }
    }

    private static void IpAllow(IReadOnlyList<string>? networks, Findings findings)
    {
        if (networks is { Count: 0 })
            findings.Value("ip_allow", "'ip_allow' allows nobody", "Add addresses or networks; everybody is 0.0.0.0/0 and ::/0.");
        for (var i = 0; i < (networks?.Count ?? 0); i++)
        {
            var (problem, hint) = IpText.RangeProblem(networks![i]);
            if (problem is not null)
                findings.Value($"ip_allow[{i}]", $"'{networks[i]}' {problem}", hint);
        }
    }
}
