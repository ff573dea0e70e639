using System.Globalization;
using System.Text;

namespace Haloy.Proxy.Hosting;

/// <summary>The current date in the form of RFC 9110 §5.6.7, made once a second. Belongs to one loop.</summary>
internal sealed class HttpDate(TimeProvider time)
{
    private byte[] _text = [];
    private long _until;

    public ReadOnlySpan<byte> At(long timestamp)
    {
        if (timestamp >= _until)
        {
            var now = time.GetUtcNow();
            _text = Encoding.ASCII.GetBytes(now.ToString("r", CultureInfo.InvariantCulture));
            _until = timestamp + (long)((1 - (now.Millisecond / 1000.0)) * time.TimestampFrequency);
        }

        return _text;
    }
}
