using System.Text;
using Haloy.Proxy.Forwarding;
using Haloy.Proxy.Http1;

namespace Haloy.Proxy.Tests.Http1;

public sealed class RequestFieldsTests
{
    [Theory]
    [InlineData("close, X-Hop", true)]
    [InlineData("X-Hop,close", true)]
    [InlineData("x-hop", true)]
    [InlineData("x-hop;q=1", true)]
    [InlineData("X-Hopper", false)]
    [InlineData("", false)]
    public void List_is_searched_item_by_item(string list, bool found) =>
        Assert.Equal(found, RequestFields.ListContains(Encoding.ASCII.GetBytes(list), "X-Hop"u8));

    [Theory]
    [InlineData("transfer-encoding", true)]
    [InlineData("X-FORWARDED-FOR", true)]
    [InlineData("x_forwarded_for", true)]
    [InlineData("X-Real_IP", true)]
    [InlineData("Proxy", true)]
    [InlineData("x-forwarded-port", true)]
    [InlineData("X_Forwarded_Ssl", true)]
    [InlineData("X-Forwarded-Prefix", true)]
    [InlineData("X-Forwarded-Server", true)]
    [InlineData("X-Forwarded-Scheme", true)]
    [InlineData("X_Request_Id", true)]
    [InlineData("X-Forwarded-User", false)]
    [InlineData("User-Agent", false)]
    [InlineData("Accept-Encoding", false)]
    public void Dropped_fields_are_known_in_any_case(string name, bool dropped) =>
        Assert.Equal(dropped, RequestFields.RoleOf(Encoding.ASCII.GetBytes(name)) != FieldRole.EndToEnd);
}
