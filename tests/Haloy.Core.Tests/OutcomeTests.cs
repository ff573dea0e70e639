namespace Haloy.Core.Tests;

public class OutcomeTests
{
    [Fact]
    public void Outcome_is_either_a_value_or_a_reason()
    {
        Outcome<int> value = 0;
        Outcome<int> reason = new Failure("it broke", "mend it");

        Assert.True(value.Succeeded);
        Assert.Null(value.Failure);
        Assert.False(reason.Succeeded);
        Assert.Equal("it broke\nmend it", reason.Failure!.ToString());
        Assert.Equal("it broke", new Failure("it broke").ToString());
    }
}
