using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Haloy.Proxy.Native;

/// <summary>The part of OpenSSL (libssl 3 or 1.1, the one .NET itself uses) that a TLS server is made of; see its manual pages, section 3.</summary>
internal static unsafe partial class OpenSsl
{
    public const int WantRead = 2; // SSL_ERROR_WANT_READ
    public const int WantWrite = 3; // SSL_ERROR_WANT_WRITE
    public const int ZeroReturn = 6; // SSL_ERROR_ZERO_RETURN

    public const int ControlMode = 33; // SSL_CTRL_MODE
    public const int ControlReadAhead = 41; // SSL_CTRL_SET_READ_AHEAD
    public const int ControlSessionCache = 44; // SSL_CTRL_SET_SESS_CACHE_MODE
    public const int ControlChainCertificate = 89; // SSL_CTRL_CHAIN_CERT
    public const int ControlMinimumVersion = 123; // SSL_CTRL_SET_MIN_PROTO_VERSION
    public const int CallbackServerName = 53; // SSL_CTRL_SET_TLSEXT_SERVERNAME_CB

    public const int PartialWrite = 1; // SSL_MODE_ENABLE_PARTIAL_WRITE
    public const int MovingWriteBuffer = 2; // SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
    public const int ReleaseBuffers = 0x10; // SSL_MODE_RELEASE_BUFFERS

    public const ulong IgnoreUnexpectedEnd = 1ul << 7; // SSL_OP_IGNORE_UNEXPECTED_EOF
    public const ulong NoCompression = 1ul << 17; // SSL_OP_NO_COMPRESSION
    public const ulong NoRenegotiation = 1ul << 30; // SSL_OP_NO_RENEGOTIATION

    public const int HttpRequest = 156; // SSL_R_HTTP_REQUEST

    public const int Tls12 = 0x0303; // TLS1_2_VERSION
    public const int Accepted = 0; // SSL_TLSEXT_ERR_OK
    public const int Fatal = 2; // SSL_TLSEXT_ERR_ALERT_FATAL
    public const int ClientHelloSuccess = 1; // SSL_CLIENT_HELLO_SUCCESS
    public const int ClientHelloError = 0; // SSL_CLIENT_HELLO_ERROR
    public const uint AlpnExtension = 16; // TLSEXT_TYPE_application_layer_protocol_negotiation
    public const int UnrecognizedName = 112; // SSL_AD_UNRECOGNIZED_NAME

    private const string Ssl = "ssl";
    private const string Crypto = "crypto";

    static OpenSsl() => NativeLibrary.SetDllImportResolver(typeof(OpenSsl).Assembly, Find);

    [LibraryImport(Ssl, EntryPoint = "TLS_server_method")]
    public static partial nint ServerMethod();

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_new")]
    public static partial nint ContextNew(nint method);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_free")]
    public static partial void ContextFree(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_options")]
    public static partial ulong ContextSetOptions(nint context, ulong options);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_ctrl")]
    public static partial nint ContextControl(nint context, int command, nint number, nint pointer);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_callback_ctrl")]
    public static partial nint ContextSetCallback(nint context, int command, nint callback);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_cipher_list", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ContextSetCiphers(nint context, string ciphers);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_num_tickets")]
    public static partial int ContextSetTickets(nint context, nuint count);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_session_id_context")]
    public static partial int ContextSetSessionId(nint context, byte* id, uint length);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_alpn_select_cb")]
    public static partial void ContextSetAlpn(nint context, delegate* unmanaged<nint, byte**, byte*, byte*, uint, nint, int> select, nint argument);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_client_hello_cb")]
    public static partial void ContextSetClientHello(nint context, delegate* unmanaged<nint, int*, nint, int> look, nint argument);

    [LibraryImport(Ssl, EntryPoint = "SSL_client_hello_get0_ext")]
    public static partial int ClientHelloExtension(nint ssl, uint type, byte** content, nuint* length);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_use_certificate")]
    public static partial int ContextUseCertificate(nint context, nint certificate);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_use_PrivateKey")]
    public static partial int ContextUseKey(nint context, nint key);

    [LibraryImport(Ssl, EntryPoint = "SSL_new")]
    public static partial nint New(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_free")]
    public static partial void Free(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_fd")]
    public static partial int SetDescriptor(nint ssl, int fd);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_ex_data")]
    public static partial int SetData(nint ssl, int index, nint data);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_ex_data")]
    public static partial nint GetData(nint ssl, int index);

    [LibraryImport(Ssl, EntryPoint = "SSL_accept")]
    public static partial int Accept(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_read")]
    public static partial int Read(nint ssl, void* buffer, int length);

    [LibraryImport(Ssl, EntryPoint = "SSL_write")]
    public static partial int Write(nint ssl, void* buffer, int length);

    [LibraryImport(Ssl, EntryPoint = "SSL_shutdown")]
    public static partial int Shutdown(nint ssl);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_error")]
    public static partial int GetError(nint ssl, int result);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_servername")]
    public static partial byte* GetServerName(nint ssl, int type);

    [LibraryImport(Ssl, EntryPoint = "SSL_get0_alpn_selected")]
    public static partial void GetAlpn(nint ssl, byte** protocol, uint* length);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_SSL_CTX")]
    public static partial nint SetContext(nint ssl, nint context);

    [LibraryImport(Crypto, EntryPoint = "d2i_X509")]
    public static partial nint CertificateFromDer(nint* reuse, byte** der, nint length);

    [LibraryImport(Crypto, EntryPoint = "X509_free")]
    public static partial void CertificateFree(nint certificate);

    [LibraryImport(Crypto, EntryPoint = "d2i_AutoPrivateKey")]
    public static partial nint KeyFromDer(nint* reuse, byte** der, nint length);

    [LibraryImport(Crypto, EntryPoint = "EVP_PKEY_free")]
    public static partial void KeyFree(nint key);

    [LibraryImport(Crypto, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Crypto, EntryPoint = "ERR_get_error")]
    public static partial nuint NextError();

    [LibraryImport(Crypto, EntryPoint = "ERR_error_string_n")]
    public static partial void ErrorText(nuint error, byte* buffer, nuint length);

    /// <summary>The reason in an error of either version: where the library and the function are beside it differs.</summary>
    public static int ReasonOf(nuint error) => (int)(error & 0xfff);

    /// <summary>Fails unless a call returned 1, as most of them do for success.</summary>
    /// <exception cref="CryptographicException">OpenSSL's reason.</exception>
    public static void Check(int result)
    {
        if (result == 1)
            return;
        var text = stackalloc byte[256];
        ErrorText(NextError(), text, 256);
        ClearErrors();
        throw new CryptographicException(new string((sbyte*)text));
    }

    // Debian and others ship no name without a version outside of their development packages.
    private static nint Find(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name is not (Ssl or Crypto))
            return 0;
        foreach (var version in (ReadOnlySpan<string>)["3", "1.1"])
        {
            if (NativeLibrary.TryLoad($"lib{name}.so.{version}", out var library))
                return library;
        }

        return 0;
    }
}
