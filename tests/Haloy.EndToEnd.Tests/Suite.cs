using Haloy.EndToEnd.Tests.Lab;

// One engine and two cores for all: what runs side by side would only disturb each other's measurements.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Images))]
