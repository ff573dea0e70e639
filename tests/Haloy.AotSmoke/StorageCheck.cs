using Haloy.Server.Storage;

namespace Haloy.AotSmoke;

/// <summary>SQLite's native library is loaded from inside the program, a new file is migrated, and what was written is read again after reopening.</summary>
internal static class StorageCheck
{
    public static Task<string> RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("haloy-aot-");
        try
        {
            var path = Path.Combine(directory.FullName, "db", "haloy.db");
            using (var database = Database.Open(path))
                database.Write(c => Database.Execute(c, "CREATE TABLE aot_smoke (word TEXT); INSERT INTO aot_smoke VALUES ($word)", ("$word", "kept")));

            using var again = Database.Open(path);
            var words = again.Read(c => Database.Query(c, "SELECT word FROM aot_smoke", r => r.GetString(0)));
            Smoke.Require(words is ["kept"], $"read {string.Join(", ", words)} after reopening");
            var facts = again.Read(c => Database.Query(c, "SELECT sqlite_version(), user_version FROM pragma_user_version", r => (Version: r.GetString(0), Schema: r.GetInt64(1))));
            Smoke.Require(facts[0].Schema > 0, "no migration was applied");
            return Task.FromResult($"{facts[0].Version} opened, migrated to schema {facts[0].Schema}, written and read again");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
