using Microsoft.Data.Sqlite;

namespace Haloy.Server.Storage;

/// <summary>Brings a database to the schema of this build by the numbered, append-only scripts in Migrations/; <c>user_version</c> holds the last one applied.</summary>
internal static class Migrator
{
    public static void Run(SqliteConnection connection, string path)
    {
        var scripts = Scripts();
        var version = (int)Database.Query(connection, "PRAGMA user_version", r => r.GetInt64(0))[0];
        if (version > scripts.Count)
            throw new StartupException($"The database {path} has schema {version}; this haloyd knows {scripts.Count}.", "Install the newer haloyd again, or restore a backup made before the upgrade.");

        for (var next = version; next < scripts.Count; next++)
        {
            using var transaction = connection.BeginTransaction();
            Database.Execute(connection, $"{scripts[next]}\nPRAGMA user_version = {next + 1};");
            transaction.Commit();
        }
    }

    private static List<string> Scripts()
    {
        var assembly = typeof(Migrator).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith("migrations/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return reader.ReadToEnd();
                }),
        ];
    }
}
