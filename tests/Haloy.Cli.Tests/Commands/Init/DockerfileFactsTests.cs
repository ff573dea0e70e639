using Haloy.Cli.Commands.Init.Detection;

namespace Haloy.Cli.Tests.Commands.Init;

public sealed class DockerfileFactsTests
{
    private static int? Port(string text) => DockerfileFacts.Read("Dockerfile", text).Port;

    [Theory]
    [InlineData("FROM node:24\nEXPOSE 3000", 3000)]
    [InlineData("FROM node:24\nexpose 3000/tcp", 3000)]
    [InlineData("FROM node:24\nEXPOSE 53/udp 8053/tcp", 8053)]
    [InlineData("FROM node:24\nEXPOSE 8000-8010", 8000)]
    [InlineData("FROM node:24\nEXPOSE 443 80", 80)]
    [InlineData("FROM node:24\nEXPOSE 443", 443)]
    [InlineData("FROM node:24\nENV PORT=4000\nEXPOSE 9229 4000", 4000)]
    [InlineData("FROM node:24\n# EXPOSE 1\nRUN echo \\\n  # EXPOSE 2\n  EXPOSE 3\nEXPOSE 4000", 4000)]
    public void Port_is_the_one_exposed(string text, int port) => Assert.Equal(port, Port(text));

    [Theory]
    [InlineData("FROM a AS build\nEXPOSE 1000\nFROM b\nEXPOSE 2000", 2000)]
    [InlineData("FROM a AS build\nEXPOSE 1000\nFROM b\nCOPY --from=build /app /app", null)]
    [InlineData("FROM a AS base\nEXPOSE 1000\nFROM c AS build\nFROM base AS final", 1000)]
    [InlineData("FROM --platform=$BUILDPLATFORM a as Base\nEXPOSE 1000\nFROM base\nEXPOSE 2000", 2000)]
    [InlineData("FROM a AS base\nENV PORT=5000\nFROM base\nEXPOSE $PORT", 5000)]
    public void Last_stage_counts_with_what_it_inherits(string text, int? port) => Assert.Equal(port, Port(text));

    [Theory]
    [InlineData("FROM a\nARG PORT=3000\nEXPOSE $PORT", 3000)]
    [InlineData("FROM a\nARG PORT=\"3000\"\nEXPOSE ${PORT}", 3000)]
    [InlineData("ARG PORT=3000\nFROM a\nARG PORT\nEXPOSE ${PORT}", 3000)]
    [InlineData("ARG PORT=3000\nFROM a\nEXPOSE ${PORT}", null)]
    [InlineData("FROM a\nEXPOSE ${PORT:-3000}", 3000)]
    [InlineData("FROM a\nENV HOST=0.0.0.0 PORT=3000\nEXPOSE $PORT/tcp", 3000)]
    [InlineData("FROM a\nENV PORT 3000\nEXPOSE $PORT", 3000)]
    [InlineData("ARG TAG=1\nFROM nginx:${TAG}", 80)]
    [InlineData("FROM a\nENV PORT=3000", 3000)]
    public void Variables_are_put_in(string text, int? port) => Assert.Equal(port, Port(text));

    [Theory]
    [InlineData("FROM docker.io/library/nginx:1.29@sha256:0123", 80)]
    [InlineData("FROM nginxinc/nginx-unprivileged:stable", 8080)]
    [InlineData("FROM example.com:5000/dotnet/aspnet:10.0", 8080)]
    [InlineData("FROM scratch", null)]
    public void Known_images_have_a_port_of_their_own(string text, int? port) => Assert.Equal(port, Port(text));

    [Theory]
    [InlineData("FROM a\nHEALTHCHECK --interval=5s CMD curl -f http://localhost:3000/healthz || exit 1", "/healthz")]
    [InlineData("FROM a\nARG PORT=3000\nHEALTHCHECK CMD [\"wget\", \"-q\", \"http://127.0.0.1:${PORT}/api/health\"]", "/api/health")]
    [InlineData("FROM a\nHEALTHCHECK CMD curl -f http://localhost:3000", null)]
    [InlineData("FROM a\nHEALTHCHECK NONE", null)]
    public void Health_check_tells_the_path(string text, string? path) => Assert.Equal(path, DockerfileFacts.Read("Dockerfile", text).HealthPath);

    [Theory]
    [InlineData("# escape=`\nFROM a\nRUN dir C:\\\nEXPOSE 3000", 3000)]
    [InlineData("FROM a\nRUN <<EOF\nEXPOSE 1\nEOF\nEXPOSE 3000", 3000)]
    [InlineData("FROM a\r\nEXPOSE 3000\r\n", 3000)]
    [InlineData("FROM a\nRUN cat <<'END' && true\nEXPOSE 1", 1)]
    public void Lines_belong_to_their_instructions(string text, int port) => Assert.Equal(port, Port(text));

    [Theory]
    [InlineData("")]
    [InlineData("EXPOSE 3000")]
    [InlineData("FROM")]
    [InlineData("FROM a\nEXPOSE 0 70000 web $ ${ ${X")]
    [InlineData("FROM a\nRUN \\")]
    public void Nothing_is_told_by_a_broken_one(string text) => Assert.Null(Port(text));
}
