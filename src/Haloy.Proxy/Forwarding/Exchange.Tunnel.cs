namespace Haloy.Proxy.Forwarding;

/// <summary>What follows a 101: bytes both ways until either side is gone.</summary>
internal sealed partial class Exchange
{
    private Tunnel? _tunnel;

    /// <summary>The backend switches protocols.</summary>
    public void OnSwitch(BackendConnection connection, ResponseHead head, ReadOnlySpan<byte> data)
    {
        if (!client.WantsUpgrade)
            throw new BadResponseException("it switches protocols although nobody asked for it");
        _stage = Stage.Tunnelling;
        _deadline = 0;
        _tunnel = new Tunnel(loop, client, Record, connection);
        _head.Release();
        EndHold();
        _backend!.OpenTunnel();
        AddCookie(head, data);
        client.StartTunnel(head, data);
        var early = data[head.Length..];
        if (!early.IsEmpty && _stage == Stage.Tunnelling)
        {
            Record.Send(early.Length);
            client.SendTunnel(early);
        }
    }

    private void PumpTunnel()
    {
        _tunnel!.Pump();
        if (_tunnel is { IsOver: true })
            CloseTunnel();
    }

    private void CloseTunnel()
    {
        CancelStream();
        End(served: null);
        client.Cut();
    }
}
