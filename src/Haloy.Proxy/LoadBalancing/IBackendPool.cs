using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Native;

namespace Haloy.Proxy.LoadBalancing;

/// <summary>The connections to one backend on one loop.</summary>
internal interface IBackendPool
{
    /// <summary>A way to the backend that can be used at once; <see langword="null"/> when there is none.</summary>
    /// <param name="user">Who uses it now.</param>
    /// <param name="careful">Whether to look for an end that nobody has told us of yet: worth a system call where the request cannot be repeated.</param>
    IBackendStream? TryTake(Exchange user, bool careful);

    /// <summary>Begins to connect; <see langword="null"/> and <see cref="Libc.Error"/> when that fails at once.</summary>
    /// <param name="user">Who uses it, and is told by <see cref="Exchange.OnDialled"/>.</param>
    IBackendStream? Dial(Exchange user);
}
