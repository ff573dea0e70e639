namespace Haloy.Proxy.Http2;

/// <summary>Why a stream or connection is ended (RFC 9113 §7).</summary>
internal enum ErrorCode
{
    None = 0x0,
    Protocol = 0x1,
    Internal = 0x2,
    FlowControl = 0x3,
    StreamClosed = 0x5,
    FrameSize = 0x6,
    RefusedStream = 0x7,
    Cancel = 0x8,
    Compression = 0x9,
    EnhanceYourCalm = 0xb,
}

/// <summary>The peer broke the protocol in a way that leaves the connection of no use (RFC 9113 §5.4.1).</summary>
internal sealed class Http2Exception(ErrorCode code, string message) : Exception(message)
{
    public ErrorCode Code => code;
}

/// <summary>A request is malformed (RFC 9113 §8.1.1): its stream is reset, the connection goes on.</summary>
internal sealed class MalformedRequestException(string message) : Exception(message);
