package org.jrp.server.operations;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Adds to every call of the API's description how it is refused (拒绝): always by a problem detail. */
@Component
class ProblemResponses implements GlobalOpenApiCustomizer {

    private static final String PROBLEM = "Problem";
    private static final String FIELD_PROBLEM = "FieldProblem";

    @Override
    public void customise(OpenAPI api) {
        Components components = api.getComponents() == null ? new Components() : api.getComponents();
        api.components(components);
        components.addSchemas(FIELD_PROBLEM, fieldProblem());
        components.addSchemas(PROBLEM, problem());
        for (PathItem path : api.getPaths().values()) {
            path.readOperationsMap().forEach((method, operation) -> describe(method, operation));
        }
    }

    private static void describe(PathItem.HttpMethod method, Operation operation) {
        boolean open =
                operation.getSecurity() != null && operation.getSecurity().isEmpty();
        boolean body = operation.getRequestBody() != null;
        boolean parameters =
                operation.getParameters() != null && !operation.getParameters().isEmpty();
        ApiResponses responses = operation.getResponses() == null ? new ApiResponses() : operation.getResponses();
        operation.setResponses(responses);
        if (body || parameters) {
            add(responses, "400", "请求有误 · not understood");
        }
        if (!open) {
            add(responses, "401", "未登录 · not signed in");
            add(responses, "403", "无权操作 · not allowed");
        }
        if (operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(one -> "path".equals(one.getIn()))) {
            add(responses, "404", "未找到 · not found");
        }
        if (body) {
            add(responses, "413", "内容过大 · too large");
            add(responses, "415", "不支持的内容格式 · form not supported");
        }
        if (method != PathItem.HttpMethod.GET) {
            add(responses, "409", "有冲突 · in conflict");
            add(responses, "422", "无法执行 · cannot be carried out");
        }
        later(responses, "429", "请求过多 · too many requests");
        later(responses, "503", "暂时无法提供 · not available now");
        add(responses, "default", "其他拒绝 · any other refusal");
    }

    private static void add(ApiResponses responses, String status, String description) {
        if (!responses.containsKey(status)) {
            responses.addApiResponse(status, refusal(description));
        }
    }

    private static void later(ApiResponses responses, String status, String description) {
        Schema<?> seconds = typed("integer");
        responses.addApiResponse(
                status,
                refusal(description)
                        .addHeaderObject(
                                "Retry-After",
                                new Header().description("秒 · seconds").schema(seconds)));
    }

    private static ApiResponse refusal(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType("application/problem+json", new MediaType().schema(reference(PROBLEM))));
    }

    private static Schema<?> problem() {
        Map<String, Schema> fields = new LinkedHashMap<>();
        fields.put("type", typed("string").format("uri"));
        fields.put("title", typed("string"));
        fields.put("status", typed("integer"));
        fields.put("detail", typed("string"));
        fields.put("code", typed("string").description("稳定的问题代码 · stable code of the problem"));
        fields.put("errors", typed("array").items(reference(FIELD_PROBLEM)));
        Schema<?> problem =
                typed("object").description("RFC 9457 问题详情;部分问题另有说明字段 · a problem detail; some have further fields");
        problem.setProperties(fields);
        problem.setRequired(List.of("type", "title", "status", "detail", "code"));
        return problem;
    }

    private static Schema<?> fieldProblem() {
        Map<String, Schema> fields = new LinkedHashMap<>();
        fields.put("pointer", typed("string").description("JSON Pointer,或参数名 · a JSON Pointer, or a parameter's name"));
        fields.put("code", typed("string"));
        fields.put("message", typed("string"));
        Schema<?> problem = typed("object");
        problem.setProperties(fields);
        problem.setRequired(List.of("pointer", "code", "message"));
        return problem;
    }

    private static Schema<?> typed(String type) {
        JsonSchema schema = new JsonSchema();
        schema.addType(type);
        return schema;
    }

    private static Schema<?> reference(String name) {
        JsonSchema schema = new JsonSchema();
        schema.set$ref("#/components/schemas/" + name);
        return schema;
    }
}
