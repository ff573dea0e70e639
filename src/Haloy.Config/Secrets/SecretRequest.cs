using Haloy.Config.Secrets.Providers;
using Haloy.Contracts.Api;
using Haloy.Core;

namespace Haloy.Config.Secrets;

/// <summary>One source that has to be read, once, for all references to it.</summary>
public sealed class SecretRequest
{
    private readonly SecretProvider _provider;
    private readonly SecretSource _source;

    internal SecretRequest(SecretSourceId id, SecretProvider provider, SecretSource source)
    {
        Id = id;
        _provider = provider;
        _source = source;
    }

    /// <summary>Which source.</summary>
    public SecretSourceId Id { get; }

    /// <summary>What the program does, for messages: <c>decrypt</c>, <c>read</c> or <c>run</c>.</summary>
    public string Stage => _provider.Stage;

    /// <summary>How to get the program.</summary>
    public string InstallHint => _provider.InstallHint;

    /// <summary>What to tell a person who waits for the program, when it may in turn be waiting for the person. Names no vault and no item.</summary>
    public string? WaitNotice => _provider.WaitNotice;

    /// <summary>The program to run.</summary>
    public SecretCall Call(SecretPlaces places) => _provider.Call(_source, places);

    /// <summary>What its standard output says; failures never repeat any of it.</summary>
    public Outcome<SecretData> Read(string output)
    {
        var read = _provider.Read(_source, output);
        return read.Succeeded ? read : Id.Failed("parse", read.Failure.Message, read.Failure.Hint);
    }
}
