package org.jrp.server.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Refuses what the servlets themselves refuse, outside of any controller, in the same form (错误转发). */
@Controller
@Hidden
class ErrorDispatch implements ErrorController {

    @RequestMapping("${spring.web.error.path:/error}")
    void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Problems.write(request, response, ProblemAdvice.ofStatus(status instanceof Integer number ? number : 404));
    }
}
