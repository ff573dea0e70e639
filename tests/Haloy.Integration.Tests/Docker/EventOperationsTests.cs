using Haloy.Docker.Containers;
using Haloy.Docker.Events;

namespace Haloy.Integration.Tests.Docker;

public sealed class EventOperationsTests(EngineFixture engine)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_after_connecting_is_seen()
    {
        var mark = Guid.NewGuid().ToString("N");
        var spec = engine.Shell("exit 5");
        var labels = new Dictionary<string, string>(spec.Labels) { ["haloy.test.mark"] = mark };
        var connected = new TaskCompletionSource();
        var seen = new List<DockerEvent>();
        var reading = ReadUntilDestroyedAsync();

        await connected.Task.WaitAsync(Token);
        var id = await engine.StartAsync(spec with { Labels = labels }, Token);
        await engine.Client.Containers.WaitAsync(id, Token);
        await engine.Client.Containers.RemoveAsync(id, force: true, volumes: true, Token);
        await reading;

        Assert.Equal(["create", "start", "die", "destroy"], seen.Select(change => change.Action));
        Assert.All(seen, change => Assert.Equal(("container", id, mark), (change.Type, change.ActorId, change.Attributes["haloy.test.mark"])));
        Assert.Equal("5", seen[2].Attributes["exitCode"]);
        Assert.InRange(seen[0].Time, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));

        async Task ReadUntilDestroyedAsync()
        {
            var filter = new EventFilter(["container"], ["create", "start", "die", "destroy"], [$"haloy.test.mark={mark}"]);
            await foreach (var change in engine.Client.Events.MonitorAsync(filter, null, connected.SetResult, Token))
            {
                seen.Add(change);
                if (change.Action == "destroy")
                    break;
            }
        }
    }

    [Fact]
    public async Task Since_replays_what_was_missed()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var id = await engine.Client.Containers.CreateAsync(engine.NewName("past"), engine.Spec("/bin/true"), Token);

        var replayed = await engine.Client.Events.MonitorAsync(new(["container"], ["create"], [engine.Label]), before, null, Token)
            .FirstAsync(change => change.ActorId == id, Token);

        Assert.Equal("create", replayed.Action);
    }

    [Fact]
    public async Task Cancelling_ends_a_quiet_stream()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var filter = new EventFilter(Labels: ["haloy.test.mark=never"]);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await engine.Client.Events.MonitorAsync(filter, null, cancellation.Cancel, cancellation.Token).ToListAsync(CancellationToken.None));
    }
}
