package org.jrp.server.operations;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.jrp.decision.DecisionEngine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The API's description as a whole (接口说明). */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    @Bean
    OpenAPI api() {
        return new OpenAPI()
                .info(new Info()
                        .title("JRP 联合奖惩决定服务")
                        .version(DecisionEngine.VERSION)
                        .description(
                                "审批前核查、名单与条目、措施目录。拒绝一律为 RFC 9457 问题详情;Accept-Language 选择中文或英文。"
                                        + " Checks before approvals, lists and entries, the catalogue. Refusals are RFC 9457 problem details.")
                        .license(new License().name("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                "bearer",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("API 密钥或 JWT · an API key or a JWT")))
                .addSecurityItem(new SecurityRequirement().addList("bearer"));
    }
}
