using Haloy.Core;
using Haloy.Server.Storage;
using Haloy.Testing;
using Microsoft.Data.Sqlite;

namespace Haloy.Server.Tests.Storage;

public sealed class DatabaseTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    private string DbPath => _directory.File("db", "haloy.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void New_database_has_the_newest_schema_and_is_private()
    {
        using var database = Database.Open(DbPath);

        Assert.Equal(1, Version(database));
        Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(DbPath));
    }

    [Fact]
    public void Database_of_schema_1_opens_with_its_rows()
    {
        WriteSchema1();

        using var database = Database.Open(DbPath);
        var stored = new DeploymentStore(database, SecretBox.Open(_directory.File("key"))).Load();

        var deployment = Assert.Single(stored.Deployments);
        Assert.Equal(("d1", "shop", "shop:d1"), (deployment.Id, deployment.App, deployment.ImageRef));
        Assert.Equal("d1", stored.Apps["shop"].CurrentDeployment);
    }

    [Fact]
    public void Database_of_a_newer_haloyd_is_refused()
    {
        using (var database = Database.Open(DbPath))
            database.Write(connection => Database.Execute(connection, "PRAGMA user_version = 99"));

        var error = Assert.Throws<StartupException>(() => Database.Open(DbPath));

        Assert.Contains("has schema 99; this haloyd knows 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_is_no_database_is_refused_by_name()
    {
        Directory.CreateDirectory(_directory.File("db"));
        File.WriteAllText(DbPath, "this is certainly not a database, and it is long enough to be taken for one");

        var error = Assert.Throws<StartupException>(() => Database.Open(DbPath));

        Assert.Contains(DbPath, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Restore it from a backup", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Database_that_another_daemon_uses_is_refused_until_that_ends()
    {
        using (Database.Open(DbPath))
        {
            var error = Assert.Throws<StartupException>(() => Database.Open(DbPath));
            Assert.Contains("no other haloyd uses it", error.Hint, StringComparison.Ordinal);
        }

        Database.Open(DbPath).Dispose();
    }

    [Fact]
    public void Failed_transaction_leaves_nothing()
    {
        using var database = Database.Open(DbPath);

        Assert.Throws<InvalidOperationException>(() => database.Write<int>(connection =>
        {
            Database.Execute(connection, "INSERT INTO apps (name, intent) VALUES ('shop', 'Run')");
            throw new InvalidOperationException();
        }));

        Assert.Empty(database.Read(connection => Database.Query(connection, "SELECT name FROM apps", r => r.GetString(0))));
    }

    private static long Version(Database database) => database.Read(connection => Database.Query(connection, "PRAGMA user_version", r => r.GetInt64(0)))[0];

    // Schema 1 as the first release wrote it: a copy, on purpose, so that a changed migration does not change what is tested.
    private void WriteSchema1()
    {
        SqliteLibrary.Load();
        Directory.CreateDirectory(_directory.File("db"));
        using var connection = new SqliteConnection($"Data Source={DbPath};Pooling=false");
        connection.Open();
        Database.Execute(connection, """
            CREATE TABLE apps (name TEXT PRIMARY KEY, current_deployment TEXT, intent TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE deployments (
                sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, app_name TEXT NOT NULL, phase TEXT NOT NULL, phase_since TEXT NOT NULL,
                target TEXT NOT NULL, sealed_target BLOB, raw_deploy_config TEXT, image_ref TEXT, reason TEXT, accepted_at TEXT NOT NULL, rolled_back_from TEXT);
            CREATE INDEX deployments_by_app ON deployments (app_name, sequence);
            CREATE TABLE deployment_log (
                deployment_id TEXT NOT NULL REFERENCES deployments (id) ON DELETE CASCADE, number INTEGER NOT NULL, entry TEXT NOT NULL,
                PRIMARY KEY (deployment_id, number)) WITHOUT ROWID;
            INSERT INTO apps VALUES ('shop', 'd1', 'Run');
            INSERT INTO deployments (id, app_name, phase, phase_since, target, raw_deploy_config, image_ref, accepted_at)
            VALUES ('d1', 'shop', 'Succeeded', '2026-01-01T00:00:00.0000000+00:00', '{"name":"shop","replicas":2}', '{"name":"shop"}', 'shop:d1', '2026-01-01T00:00:00.0000000+00:00');
            PRAGMA user_version = 1;
            """);
    }
}
