namespace Haloy.Core.Tests;

public class ImageReferenceTests
{
    [Theory]
    [InlineData("nginx", "nginx", null, null)]
    [InlineData("nginx:1.27", "nginx", "1.27", null)]
    [InlineData("team/shop:v1", "team/shop", "v1", null)]
    [InlineData("localhost/shop", "localhost/shop", null, "localhost")]
    [InlineData("r.example.com:5000/shop", "r.example.com:5000/shop", null, "r.example.com:5000")]
    [InlineData(" r.example.com:5000/team/shop:v1 ", "r.example.com:5000/team/shop", "v1", "r.example.com:5000")]
    public void Parts_are_told_apart(string text, string repository, string? tag, string? registry)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal((repository, tag, registry), (reference.Repository, reference.Tag, reference.Registry));
        Assert.Equal($"{repository}:{tag ?? "latest"}", reference.ToString());
    }
}
