using Haloy.Config.Binding;

namespace Haloy.Config.Tests.Binding;

public sealed class KeyPathTests
{
    [Theory]
    [InlineData("prod", "targets.prod")]
    [InlineData("a.b", "targets.\"a.b\"")]
    [InlineData("a b", "targets.\"a b\"")]
    [InlineData("a[0]", "targets.\"a[0]\"")]
    [InlineData("", "targets.\"\"")]
    [InlineData("x.\"y", "targets.\"x.\\\"y\"")]
    [InlineData("end\\", "targets.\"end\\\\\"")]
    public void Key_is_one_step_of_a_path_whatever_it_is_made_of(string key, string path)
    {
        var at = KeyPath.Root.Key("targets").Key(key);

        Assert.Equal(path, at.Canonical);
        Assert.Equal("targets", KeyPath.Parent(at.Canonical));
        Assert.Equal(path, KeyPath.Parent(at.Key("port").Written));
        Assert.Equal("", KeyPath.Parent(KeyPath.Root.Key(key).Written));
    }

    [Theory]
    [InlineData("a.b[1]", "b[1]")]
    [InlineData("a.\"b.c\"", "b.c")]
    [InlineData("a", "a")]
    public void Last_key_is_what_a_sentence_calls_it(string path, string last) => Assert.Equal(last, KeyPath.LastKey(path));
}
