using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Haloy.Proxy.Native;

/// <summary>TCP sockets as an event loop uses them: never blocking, never inherited.</summary>
internal static unsafe class Tcp
{
    private const int LevelSocket = 1; // SOL_SOCKET
    private const int LevelTcp = 6; // IPPROTO_TCP
    private const int NoDelayOption = 1; // TCP_NODELAY
    private const int NotSentOption = 25; // TCP_NOTSENT_LOWAT
    private const int KeepAliveOption = 9; // SO_KEEPALIVE
    private const int KeepIdleOption = 4; // TCP_KEEPIDLE
    private const int KeepIntervalOption = 5; // TCP_KEEPINTVL
    private const int KeepCountOption = 6; // TCP_KEEPCNT
    private const int KeepIdle = 60; // seconds of silence before the first question
    private const int KeepInterval = 15; // seconds between questions
    private const int KeepCount = 4; // questions without an answer
    private const int ReuseAddressOption = 2; // SO_REUSEADDR
    private const int ErrorOption = 4; // SO_ERROR

    // What a client does not take yet stays with the app, not in the kernel's buffers, which would grow to several mebibytes for each.
    private const int MostNotSent = 128 * 1024;

    private const int MaxAddress = 28; // struct sockaddr_in6
    private const int FamilyIPv4 = 2; // AF_INET
    private const int FamilyIPv6 = 10; // AF_INET6

    /// <summary>Sets what connections inherit from the socket that they are accepted from.</summary>
    public static void PrepareListener(int fd)
    {
        Set(fd, LevelTcp, NoDelayOption);
        Set(fd, LevelTcp, NotSentOption, MostNotSent);
        KeepAlive(fd);
    }

    /// <summary>
    /// Lets an address be bound again while connections of an earlier listener are still ending, and not while it listens: what .NET calls
    /// ReuseAddress is SO_REUSEPORT as well on Linux, with which two proxies would share the visitors of one port.
    /// </summary>
    public static void AllowRebind(int fd) => Set(fd, LevelSocket, ReuseAddressOption);

    /// <summary>Takes the next connection; -1 and <see cref="Libc.Error"/> when there is none.</summary>
    public static int Accept(int listener, out IPAddress? peer)
    {
        var address = stackalloc byte[MaxAddress];
        var length = (uint)MaxAddress;
        var fd = Libc.Accept(listener, address, &length, Libc.NonBlocking | Libc.CloseOnExec);
        peer = fd < 0 ? null : AddressOf(new ReadOnlySpan<byte>(address, (int)Math.Min(length, MaxAddress)));
        return fd;
    }

    /// <summary>Begins to connect; -1 and <see cref="Libc.Error"/> when that fails at once.</summary>
    public static int Dial(IPEndPoint endPoint)
    {
        var isIPv4 = endPoint.AddressFamily == AddressFamily.InterNetwork;
        var fd = Libc.Socket(isIPv4 ? FamilyIPv4 : FamilyIPv6, Libc.Stream | Libc.NonBlocking | Libc.CloseOnExec, 0);
        if (fd < 0)
            return -1;
        if (Descriptors.IsReserved(fd))
            return Fail(fd, Libc.TooManyFiles);

        Set(fd, LevelTcp, NoDelayOption);
        KeepAlive(fd);
        var address = endPoint.Serialize();
        fixed (byte* bytes = address.Buffer.Span)
        {
            if (Libc.Connect(fd, bytes, (uint)address.Size) == 0 || Libc.Error == Libc.InProgress)
                return fd;
        }

        return Fail(fd, Libc.Error);
    }

    /// <summary>The error that ended a connect; 0 when it succeeded.</summary>
    public static int ErrorOf(int fd)
    {
        int error;
        var length = (uint)sizeof(int);
        return Libc.GetSocketOption(fd, LevelSocket, ErrorOption, &error, &length) == 0 ? error : Libc.Error;
    }

    private static int Fail(int fd, int error)
    {
        Libc.Close(fd);
        Marshal.SetLastPInvokeError(error);
        return -1;
    }

    /// <summary>Bytes that have arrived and were not read; -1 when the connection is broken.</summary>
    public static int Available(int fd)
    {
        int count;
        return ErrorOf(fd) == 0 && Libc.Control(fd, Libc.CountReadable, &count) == 0 ? count : -1;
    }

    // Who vanished without a word would else keep a silent connection, and both its descriptors, for ever.
    private static void KeepAlive(int fd)
    {
        Set(fd, LevelSocket, KeepAliveOption);
        Set(fd, LevelTcp, KeepIdleOption, KeepIdle);
        Set(fd, LevelTcp, KeepIntervalOption, KeepInterval);
        Set(fd, LevelTcp, KeepCountOption, KeepCount);
    }

    private static void Set(int fd, int level, int option, int value = 1) => Libc.SetSocketOption(fd, level, option, &value, sizeof(int));

    private static IPAddress? AddressOf(ReadOnlySpan<byte> address)
    {
        if (address.Length < 8)
            return null;
        var family = BitConverter.ToUInt16(address);
        if (family == FamilyIPv4)
            return new IPAddress(address.Slice(4, 4));
        if (family != FamilyIPv6 || address.Length < MaxAddress)
            return null;
        var ip = new IPAddress(address.Slice(8, 16));
        return ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
    }
}
