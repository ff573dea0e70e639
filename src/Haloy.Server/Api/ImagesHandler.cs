using Haloy.Contracts.Api;
using Haloy.Docker;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Haloy.Server.Api;

/// <summary><c>POST /v1/images/upload</c>: a <c>docker save</c> archive, streamed into the engine without a copy on disk.</summary>
internal sealed class ImagesHandler(IDockerClient docker)
{
    public async Task UploadAsync(HttpContext context)
    {
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        if (Boundary(context.Request.ContentType) is not { } boundary)
        {
            await Responses.ProblemAsync(context, 400, "the body is not multipart/form-data");
            return;
        }

        try
        {
            if (await FindImageAsync(new MultipartReader(boundary, context.Request.Body), context.RequestAborted) is not { } image)
            {
                await Responses.ProblemAsync(context, 400, "the body has no part 'image' with a file name ending in .tar");
                return;
            }

            var loaded = await docker.Images.LoadAsync(image, context.RequestAborted);
            await Responses.JsonAsync(context, new UploadResponse(true, $"loaded {string.Join(", ", loaded)}"), ApiJson.Default.UploadResponse, 202);
        }
        catch (DockerApiException e)
        {
            await Responses.ProblemAsync(context, 500, $"the image could not be loaded: {e.EngineMessage}");
        }
        catch (DockerException e)
        {
            await Responses.ProblemAsync(context, 500, $"the image could not be loaded: {e.Message}");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            await Responses.ProblemAsync(context, 400, $"the upload broke off or is not well formed: {e.Message}");
        }
    }

    private static string? Boundary(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;

    private static async Task<Stream?> FindImageAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.GetContentDispositionHeader() is { } disposition
                && disposition.Name.Equals("image", StringComparison.Ordinal)
                && disposition.FileName.Value?.Trim('"').EndsWith(".tar", StringComparison.OrdinalIgnoreCase) == true)
                return section.Body;
        }

        return null;
    }
}
