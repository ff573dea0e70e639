using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Haloy.Proxy.Access;

/// <summary>
/// Checks passwords beside the loops: a check takes so long that it would hold up everybody else of a loop. One at a time, so that guessing
/// costs no more than one processor, and what was right once is remembered, so that nearly every request is answered at once.
/// </summary>
internal sealed partial class PasswordChecker(ILogger<PasswordChecker> logger)
{
    private const int MaxWaiting = 64;
    private const int MaxRemembered = 10_000;

    // What is remembered is of no use to who reads the memory of a core file, and cannot be guessed at by its time.
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<UInt128, bool> _right = new();
    private readonly ConcurrentQueue<(Credentials Claim, Action<bool> Done)> _waiting = new();
    private int _count;

    /// <summary>Whether the claim is known to be true.</summary>
    public bool IsRemembered(Credentials claim) => claim.IsKnown && _right.ContainsKey(KeyOf(claim));

    /// <summary>Has a claim checked.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="done">Told on another thread whether it is true.</param>
    /// <returns>Whether it is going to be; otherwise too many are waiting.</returns>
    public bool TryCheck(Credentials claim, Action<bool> done)
    {
        if (Volatile.Read(ref _count) >= MaxWaiting)
            return false;
        _waiting.Enqueue((claim, done));
        if (Interlocked.Increment(ref _count) == 1)
            ThreadPool.UnsafeQueueUserWorkItem(static checker => checker.Work(), this, preferLocal: false);
        return true;
    }

    private void Work()
    {
        do
        {
            if (_waiting.TryDequeue(out var next))
                next.Done(Check(next.Claim));
        }
        while (Interlocked.Decrement(ref _count) > 0);
    }

    private bool Check(Credentials claim)
    {
        try
        {
            if (IsRemembered(claim))
                return true;
            if (!claim.Hash.Matches(claim.Password) || !claim.IsKnown)
                return false;
            if (_right.Count >= MaxRemembered)
                _right.Clear();
            _right[KeyOf(claim)] = true;
            return true;
        }
        catch (CryptographicException e)
        {
            LogNotChecked(e);
            return false;
        }
    }

    private UInt128 KeyOf(Credentials claim)
    {
        // The hash is of one user of one route: whoever changes the password changes it.
        Span<byte> mac = stackalloc byte[32];
        Span<byte> text = stackalloc byte[claim.Hash.Hash.Length + claim.Password.Length];
        claim.Hash.Hash.CopyTo(text);
        claim.Password.CopyTo(text[claim.Hash.Hash.Length..]);
        HMACSHA256.HashData(_key, text, mac);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(mac);
    }

    [LoggerMessage(EventId = 4501, Level = LogLevel.Error, Message = "A password cannot be checked")]
    private partial void LogNotChecked(Exception exception);
}
