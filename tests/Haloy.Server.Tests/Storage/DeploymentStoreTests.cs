using System.Text;
using Haloy.Contracts.Api;
using Haloy.Contracts.Logs;
using Haloy.Core;
using Haloy.Server.Deployments;
using Haloy.Server.Deployments.Decisions;
using Haloy.Server.Storage;
using Haloy.Server.Tests.Support;
using Haloy.Testing;

namespace Haloy.Server.Tests.Storage;

public sealed class DeploymentStoreTests : IDisposable
{
    private const string Secret = "correct-horse-battery-staple";

    private readonly TempDirectory _directory = new();
    private Database _database;
    private DeploymentStore _store;

    public DeploymentStoreTests() => (_database, _store) = Open();

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Deployment_survives_with_its_place_in_the_order()
    {
        var added = new[] { _store.Add(New("z"))!, _store.Add(New("a"))! };

        Reopen();

        Assert.Equal(added.Select(d => (d.Sequence, d.Id)), _store.Load().Deployments.Select(d => (d.Sequence, d.Id)));
        Assert.True(added[0].Sequence < added[1].Sequence);
    }

    [Fact]
    public void Id_that_was_used_is_not_accepted_again()
    {
        Assert.NotNull(_store.Add(New("d1")));
        Assert.Null(_store.Add(New("d1")));
        Assert.Equal("shop", _store.AppOf("d1"));
        Assert.Null(_store.AppOf("d2"));
    }

    [Fact]
    public void Secret_is_there_for_a_restart_and_never_readable_in_the_files()
    {
        _store.Add(New("d1"));
        AssertNoFileHolds(Secret);

        Reopen();
        Assert.Equal(Secret, _store.Load().Deployments[0].Target.Env![0].Value);
        AssertNoFileHolds(Secret);
    }

    [Theory]
    [InlineData(nameof(DeploymentPhase.Succeeded))]
    [InlineData(nameof(DeploymentPhase.Failed))]
    [InlineData(nameof(DeploymentPhase.Superseded))]
    public void Secret_is_erased_when_the_deployment_ends(string phase)
    {
        var deployment = _store.Add(New("d1"))!;

        _store.Change(deployment with { Phase = Enum.Parse<DeploymentPhase>(phase), Reason = "so" });
        Reopen();

        var stored = _store.Load().Deployments[0];
        Assert.Null(stored.Target.Env);
        Assert.False(stored.SecretsLost);
        Assert.Equal("so", stored.Reason);
        Assert.Equal(1, Count("sealed_target IS NULL"));
        AssertNoFileHolds(Secret);
    }

    [Fact]
    public void Lost_key_is_noticed()
    {
        _store.Add(New("d1"));
        _database.Dispose();
        File.Delete(_directory.File("secret.key"));
        (_database, _store) = Open();

        Assert.True(_store.Load().Deployments[0].SecretsLost);
    }

    [Fact]
    public void Success_makes_it_current_and_forgetting_keeps_the_history()
    {
        var deployment = _store.Add(New("d1"))!;
        Assert.Null(_store.Load().Apps["shop"].CurrentDeployment);

        _store.Change(deployment with { Phase = DeploymentPhase.Succeeded });
        Assert.Equal("d1", _store.Load().Apps["shop"].CurrentDeployment);

        _store.SetIntent("shop", AppIntent.Remove);
        _store.Forget("shop");
        Assert.Empty(_store.Load().Apps);
        Assert.Single(_store.Load().Deployments);
    }

    [Fact]
    public void Accepting_a_deployment_takes_back_a_stop()
    {
        _store.Add(New("d1"));
        _store.SetIntent("shop", AppIntent.Stop);
        Assert.Equal(AppIntent.Stop, _store.Load().Apps["shop"].Intent);

        _store.Add(New("d2"));
        Assert.Equal(AppIntent.Run, _store.Load().Apps["shop"].Intent);
    }

    [Fact]
    public void Prune_keeps_the_newest_successes_the_newest_requests_the_current_one_and_what_moves()
    {
        foreach (var (id, phase) in new[]
        {
            ("s1", DeploymentPhase.Succeeded), ("s2", DeploymentPhase.Succeeded), ("f1", DeploymentPhase.Failed), ("s3", DeploymentPhase.Succeeded),
            ("f2", DeploymentPhase.Failed), ("f3", DeploymentPhase.Failed), ("m1", DeploymentPhase.Rolling),
        })
            _store.Change(_store.Add(New(id))! with { Phase = phase });
        new DeploymentLog(_database).Append("f1", new LogEntry { Message = "gone with it" });

        Assert.Equal(["f1", "f2", "s1"], _store.Prune("shop", 2).Order());
        Assert.Equal(["s2", "s3", "f3", "m1"], _store.Load().Deployments.Select(d => d.Id));
        Assert.Empty(_store.Prune("other", 1));
        Assert.Equal(0, _database.Read(c => Database.Query(c, "SELECT COUNT(*) FROM deployment_log", r => r.GetInt32(0)))[0]);
    }

    [Fact]
    public void Key_file_is_private_and_must_be_whole()
    {
        var path = _directory.File("secret.key");
        Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(path));

        File.WriteAllBytes(path, new byte[5]);

        Assert.Contains("has 5 bytes instead of 32", Assert.Throws<StartupException>(() => SecretBox.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sealed_value_that_was_changed_does_not_open()
    {
        var box = SecretBox.Open(_directory.File("secret.key"));
        var sealedValue = box.Seal("value"u8);

        Assert.Equal("value"u8.ToArray(), box.Open(sealedValue));
        Assert.NotEqual(sealedValue, box.Seal("value"u8));
        sealedValue[^1] ^= 1;
        Assert.Null(box.Open(sealedValue));
        Assert.Null(box.Open([1, 2, 3]));
    }

    private static Deployment New(string id) => A.Deployment(id, DeploymentPhase.Pending).With(t => t with
    {
        Env = [new EnvVar { Name = "PASSWORD", Value = Secret }],
        Image = t.Image! with { Registry = new() { Server = "r.example.com", Username = new() { Value = "me" }, Password = new() { Value = Secret } } },
        ApiToken = new() { Value = Secret },
    });

    private (Database, DeploymentStore) Open()
    {
        var database = Database.Open(_directory.File("db", "haloy.db"));
        return (database, new DeploymentStore(database, SecretBox.Open(_directory.File("secret.key"))));
    }

    private void Reopen()
    {
        _database.Dispose();
        (_database, _store) = Open();
    }

    private int Count(string where) => _database.Read(c => Database.Query(c, $"SELECT COUNT(*) FROM deployments WHERE {where}", r => r.GetInt32(0)))[0];

    private void AssertNoFileHolds(string secret)
    {
        var files = Directory.GetFiles(_directory.Path, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("haloy.db", StringComparison.Ordinal));
        foreach (var file in files)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            Assert.DoesNotContain(secret, Encoding.Latin1.GetString(copy.ToArray()), StringComparison.Ordinal);
        }
    }
}
