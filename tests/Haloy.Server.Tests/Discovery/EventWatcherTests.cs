using Haloy.Contracts;
using Haloy.Server.Discovery;
using Haloy.Server.Tests.Simulation;
using Haloy.Testing.FakeDocker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.Server.Tests.Discovery;

public class EventWatcherTests
{
    [Fact]
    public void Watcher_connects_again_looks_at_everything_and_backs_off()
    {
        var before = SynchronizationContext.Current;
        var context = new SimulationContext();
        SynchronizationContext.SetSynchronizationContext(context);
        using var life = new CancellationTokenSource();
        try
        {
            var engine = new FakeEngine(context.Clock);
            var (connected, changed) = (0, new List<string>());
            _ = new EventWatcher(engine, context.Clock, NullLogger<EventWatcher>.Instance).RunAsync(() => connected++, changed.Add, life.Token);
            engine.Box.Add("x", new Dictionary<string, string> { [Labels.AppName] = "shop" }, running: true);
            context.Settle();
            Assert.Equal((1, "shop"), (connected, Assert.Single(changed)));

            engine.Stream.Disconnect(null);
            context.Settle();
            context.Step(context.Now + TimeSpan.FromMilliseconds(250));
            context.Settle();
            Assert.Equal(2, connected);

            engine.Stream.Refuse = FakeEngine.Unavailable();
            engine.Stream.Disconnect(FakeEngine.Unavailable());
            var waits = new List<double>();
            for (var i = 0; i < 8; i++)
            {
                context.Settle();
                var start = context.Now;
                context.Step(DateTimeOffset.MaxValue);
                waits.Add((context.Now - start).TotalMilliseconds);
            }

            Assert.Equal([250, 500, 1000, 2000, 4000, 5000, 5000, 5000], waits);
        }
        finally
        {
            life.Cancel();
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}
