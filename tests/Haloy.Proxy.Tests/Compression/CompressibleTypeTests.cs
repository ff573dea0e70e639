using System.Text;
using Haloy.Proxy.Compression;

namespace Haloy.Proxy.Tests.Compression;

public sealed class CompressibleTypeTests
{
    [Theory]
    [InlineData("text/html; charset=utf-8", true)]
    [InlineData("Text/Plain ;x", true)]
    [InlineData("text/x-anything", true)]
    [InlineData("application/json", true)]
    [InlineData("application/problem+json; charset=utf-8", true)]
    [InlineData("application/manifest+json", true)]
    [InlineData("image/svg+xml", true)]
    [InlineData("application/wasm", true)]
    [InlineData("APPLICATION/JavaScript", true)]
    [InlineData("font/ttf", true)]
    [InlineData("text/event-stream", false)]
    [InlineData("text/event-stream; charset=utf-8", false)]
    [InlineData("application/grpc", false)]
    [InlineData("application/grpc+json", false)]
    [InlineData("application/grpc-web-text", false)]
    [InlineData("image/png", false)]
    [InlineData("font/woff2", false)]
    [InlineData("application/zip", false)]
    [InlineData("application/octet-stream", false)]
    [InlineData("application/jsonx", false)]
    [InlineData("+json", false)]
    [InlineData("text", false)]
    [InlineData("", false)]
    public void Type_is_compressed_when_it_becomes_smaller(string type, bool expected) => Assert.Equal(expected, CompressibleType.Is(Encoding.ASCII.GetBytes(type)));
}
