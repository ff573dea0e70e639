namespace Haloy.Docker.Transport;

/// <summary>
/// The API version both sides speak, asked once and shared by all callers. A failed question is asked again by the next caller, and
/// <see cref="Reset"/> forgets the answer, because the engine that comes back after a restart may be another one.
/// </summary>
internal sealed class VersionNegotiation(Func<Task<ApiVersion>> ask)
{
    private readonly Lock _lock = new();
    private Task<ApiVersion>? _answer;

    public Task<ApiVersion> GetAsync(CancellationToken cancellationToken)
    {
        Task<ApiVersion> answer;
        lock (_lock)
        {
            if (_answer is null || _answer.IsFaulted || _answer.IsCanceled)
                _answer = ask();
            answer = _answer;
        }

        // The question belongs to all who wait: one caller's cancellation ends only its own wait.
        return answer.WaitAsync(cancellationToken);
    }

    public void Reset()
    {
        lock (_lock)
        {
            if (_answer is { IsCompleted: true })
                _answer = null;
        }
    }
}
