using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Haloy.Config.Tests.JsonSchema;

/// <summary>A JSON Schema validator that is not ours (ajv), in a process of its own; scripts/schema-validator.sh installs it.</summary>
internal static class SchemaValidator
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("HALOY_SCHEMA_VALIDATOR") is { Length: > 0 } named
        ? named
        : Repository.File("obj", "schema-validator");

    /// <summary>What is wrong with each document, by the schema; nothing when it is valid.</summary>
    public static async Task<IReadOnlyList<string[]>> ValidateAsync(string schema, IEnumerable<JsonNode?> documents, CancellationToken cancellationToken)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "ajv")), "scripts/schema-validator.sh installs the validator");
        var request = new JsonObject { ["schema"] = JsonNode.Parse(schema), ["documents"] = new JsonArray([.. documents.Select(d => d?.DeepClone())]) };

        using var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "validate.cjs")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(request.ToJsonString().AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var answer = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);

        Assert.Equal(0, process.ExitCode);
        return JsonSerializer.Deserialize<string[][]>(answer)!;
    }
}
