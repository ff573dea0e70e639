using System.Reflection;
using System.Text.Json;
using Haloy.Config.Targets;
using Haloy.Contracts.Api;

namespace Haloy.Config.Tests.Targets;

/// <summary>Every member of a target is merged: a new one that the merger forgets fails here.</summary>
public sealed class TargetMergerTests
{
    // Merged elsewhere, with what they refer to (TargetInheritance).
    private static readonly string[] Elsewhere = [nameof(TargetConfig.Image), nameof(TargetConfig.ImageKey), nameof(TargetConfig.Env)];

    public static TheoryData<string> Members =>
        [.. typeof(TargetConfig).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).Select(p => p.Name).Except(Elsewhere)];

    private static string Value(TargetConfig target, string member) =>
        JsonSerializer.Serialize(typeof(TargetConfig).GetProperty(member)!.GetValue(target));

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_of_the_target_is_kept(string member) =>
        Assert.Equal(Value(Full.Target(), member), Value(TargetMerger.Merge(new TargetConfig(), Full.Target()), member));

    [Theory]
    [MemberData(nameof(Members))]
    public void Member_of_the_base_is_inherited(string member)
    {
        // The base's name is not a target's.
        var expected = member == nameof(TargetConfig.Name) ? new TargetConfig() : Full.Target();

        Assert.Equal(Value(expected, member), Value(TargetMerger.Merge(Full.Target(), new TargetConfig()), member));
    }

    [Fact]
    public void Every_member_of_an_image_is_kept_and_inherited()
    {
        var image = JsonSerializer.Serialize(Full.Target().Image);

        Assert.Equal(image, JsonSerializer.Serialize(TargetMerger.MergeImage(new ImageConfig { BuildConfig = new BuildConfig() }, Full.Target().Image)));
        Assert.Equal(image, JsonSerializer.Serialize(TargetMerger.MergeImage(Full.Target().Image, new ImageConfig { BuildConfig = new BuildConfig() })));
    }
}
