package org.jrp.server.entry;

import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jrp.server.ServerProperties;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.servlet.MultipartConfigFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Keeps uploads that cannot be read as they come in a folder that only the service's user may enter (上传暂存). */
@Configuration(proxyBeanMethods = false)
class ImportConfiguration {

    private static final DataSize IN_MEMORY = DataSize.ofKilobytes(64);

    /** Forms with a file, of any endpoint; what an endpoint takes at most is for the table of permissions to say. */
    @Bean
    MultipartConfigElement multipartConfigElement(
            ServerProperties properties, @Value("${jrp.import.most-bytes:1073741824}") long most) throws IOException {
        Path folder = properties.data().resolve("tmp");
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        MultipartConfigFactory factory = new MultipartConfigFactory();
        factory.setLocation(folder.toString());
        factory.setMaxFileSize(DataSize.ofBytes(most));
        factory.setMaxRequestSize(DataSize.ofBytes(most + IN_MEMORY.toBytes()));
        factory.setFileSizeThreshold(IN_MEMORY);
        return factory.createMultipartConfig();
    }
}
