using Haloy.Contracts.ProxyControl;
using Haloy.Server.ProxySync;
using Haloy.Server.Tests.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haloy.Server.Tests.ProxySync;

public class ProxySyncWorkerTests
{
    private static readonly RoutingSnapshot Table = new() { Generation = 1, Routes = [new() { Canonical = "a.example.com" }] };

    [Fact]
    public void Offered_table_is_pushed_once_and_then_only_watched()
    {
        var proxy = new Recorder();

        Run(proxy, TimeSpan.FromSeconds(16), worker => worker.Offer(Table));

        Assert.Equal(["push", "status", "status", "status", "status", "status"], proxy.Calls);
    }

    [Fact]
    public void Unreachable_proxy_gets_the_table_when_it_is_back()
    {
        var proxy = new Recorder { Unreachable = 3 };

        Run(proxy, TimeSpan.FromSeconds(4), worker => worker.Offer(Table));

        Assert.Equal(["push", "push", "push", "push", "status"], proxy.Calls);
    }

    [Fact]
    public void Proxy_that_came_back_with_another_table_gets_ours_again()
    {
        var proxy = new Recorder { LosesTableAtStatus = 3 };

        Run(proxy, TimeSpan.FromSeconds(11), worker => worker.Offer(Table));

        Assert.Equal(["push", "status", "status", "status", "push", "status", "status"], proxy.Calls);
    }

    [Fact]
    public void Proxy_that_never_reports_our_table_is_not_hammered()
    {
        var proxy = new Recorder { Stubborn = true };

        Run(proxy, TimeSpan.FromSeconds(16), worker => worker.Offer(Table));

        Assert.InRange(proxy.Calls.Count, 2, 12);
    }

    [Fact]
    public void Refused_table_is_tried_again_at_the_pace_of_the_self_check()
    {
        var proxy = new Recorder { Refuses = true };

        Run(proxy, TimeSpan.FromSeconds(16), worker => worker.Offer(Table));

        Assert.Equal(["push", "push", "push", "push", "push"], proxy.Calls);
    }

    // A refused or confirmed table is looked at once more at first: the offer also counts as news.
    private static void Run(Recorder proxy, TimeSpan duration, Action<ProxySyncWorker> begin)
    {
        var before = SynchronizationContext.Current;
        var context = new SimulationContext();
        SynchronizationContext.SetSynchronizationContext(context);
        using var life = new CancellationTokenSource();
        try
        {
            var worker = new ProxySyncWorker(proxy, context.Clock, NullLogger<ProxySyncWorker>.Instance);
            begin(worker);
            _ = worker.RunAsync(lastKnown: null, (_, _) => { }, life.Token);
            var end = context.Now + duration;
            do
                context.Settle();
            while (proxy.Calls.Count < 200 && context.Step(end));
        }
        finally
        {
            life.Cancel();
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class Recorder : IProxyControl
    {
        private RoutingSnapshot? _table;

        public List<string> Calls { get; } = [];

        public int Unreachable { get; set; }

        public bool Stubborn { get; init; }

        public bool Refuses { get; init; }

        public int LosesTableAtStatus { get; init; }

        public Task<ProxyStatus> StatusAsync(CancellationToken cancellationToken)
        {
            Calls.Add("status");
            if (Calls.Count(c => c == "status") == LosesTableAtStatus)
                _table = null;
            return Task.FromResult(new ProxyStatus { ConfigHash = Stubborn ? "another" : _table is null ? null : SnapshotHash.Of(_table) });
        }

        public Task PushAsync(RoutingSnapshot snapshot, CancellationToken cancellationToken)
        {
            Calls.Add("push");
            if (Unreachable-- > 0)
                throw new ProxyUnreachableException("test", new IOException());
            if (Refuses)
                throw new SnapshotRefusedException("older");
            _table = snapshot;
            return Task.CompletedTask;
        }

        public Task ReloadCertificatesAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
