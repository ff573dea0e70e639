namespace Hello;

/// <summary>What <c>/health</c> answers; can be switched while running.</summary>
internal sealed class Health(bool healthy)
{
    private volatile bool _healthy = healthy;

    public bool Healthy
    {
        get => _healthy;
        set => _healthy = value;
    }
}
