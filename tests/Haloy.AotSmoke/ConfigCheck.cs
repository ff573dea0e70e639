using Haloy.Config;
using Haloy.Config.Problems;

namespace Haloy.AotSmoke;

/// <summary>A deploy file is read in each format, and a broken one is refused with the place of each mistake.</summary>
internal static class ConfigCheck
{
    private const string Good = """
        name: shop
        replicas: 2
        domains:
          - domain: shop.example.com
            aliases: [www.shop.example.com]
        env:
          - name: MODE
            value: "on"
        """;

    private const string Json = """{"name": "shop", "healthCheckPath": "/up", "env": [{"name": "MODE", "value": true}]}""";

    private const string Toml = """
        name = "shop"
        [[env]]
        name = "MODE"
        value = "\u006Fn"
        """;

    private const string Broken = """
        name: shop
        replicas: many
        domian: shop.example.com
        """;

    public static async Task<string> RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("haloy-aot-");
        try
        {
            foreach (var (name, content) in new[] { ("haloy.yaml", Good), ("haloy.json", Json), ("haloy.toml", Toml) })
            {
                var good = await LoadAsync(directory.FullName, name, content);
                Smoke.Require(good.Succeeded, ConfigProblemFormatter.Format(good.Problems));
            }

            var broken = await LoadAsync(directory.FullName, "haloy.yaml", Broken);
            var text = ConfigProblemFormatter.Format(broken.Problems);
            Smoke.Require(broken.Problems.Select(p => p.Line).SequenceEqual([2, 3]), $"expected a problem in line 2 and one in line 3, got: {text}");
            Smoke.Require(text.Contains("domains", StringComparison.Ordinal), $"the misspelt key was not recognised: {text}");
            return $"three read, one refused with {broken.Problems.Count} problems";
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<ConfigResult<DeployFile>> LoadAsync(string directory, string name, string text)
    {
        await File.WriteAllTextAsync(Path.Combine(directory, name), text);
        return DeployFileLoader.Load(name, directory);
    }
}
