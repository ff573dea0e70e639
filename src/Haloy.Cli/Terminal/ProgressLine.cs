namespace Haloy.Cli.Terminal;

/// <summary>The line of a terminal that is redrawn in place.</summary>
internal sealed class ProgressLine(string label, Action<string> draw, Action end) : IProgressLine
{
    private const int RedrawMilliseconds = 100;

    private string _detail = "";
    private long _drawn = -RedrawMilliseconds;

    public void Update(string detail)
    {
        _detail = detail;
        var now = Environment.TickCount64;
        if (now - _drawn < RedrawMilliseconds)
            return;
        _drawn = now;
        Redraw();
    }

    public void Redraw() => draw(_detail.Length == 0 ? label : $"{label}  {_detail}");

    public void Dispose() => end();
}

/// <summary>Progress where nothing can be redrawn.</summary>
internal sealed class SilentProgress : IProgressLine
{
    public static readonly SilentProgress Instance = new();

    public void Update(string detail)
    {
    }

    public void Dispose()
    {
    }
}
