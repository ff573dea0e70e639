namespace Haloy.Config.Binding;

/// <summary>The least and the greatest number allowed, both included.</summary>
internal readonly record struct Bounds(long Least, long Most = long.MaxValue)
{
    public bool Contains(decimal number) => number >= Least && number <= Most;
}
