package org.jrp.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The endpoints that the server is measured against, as a jar of their own (比对接口). */
final class Endpoints {

    private static final String FOLDER = "org/jrp/server/";
    private static final String ONE = FOLDER + "decision/LoadEndpoints.class";

    private Endpoints() {}

    /** Writes the jar into the folder. */
    static Path writeJar(Path folder) throws IOException {
        URL found = Endpoints.class.getClassLoader().getResource(ONE);
        if (found == null) {
            throw new IOException("The endpoints are not on the class path.");
        }
        Path jar = folder.resolve("endpoints.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            // Spring finds classes in a jar by its folders.
            for (int end = ONE.indexOf('/'); end >= 0; end = ONE.indexOf('/', end + 1)) {
                out.putNextEntry(new JarEntry(ONE.substring(0, end + 1)));
                out.closeEntry();
            }
            URLConnection connection = found.openConnection();
            if (connection instanceof JarURLConnection packed) {
                packed.setUseCaches(false);
                try (JarFile source = packed.getJarFile()) {
                    for (JarEntry entry : source.stream().toList()) {
                        if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
                            try (InputStream in = source.getInputStream(entry)) {
                                put(out, entry.getName(), in);
                            }
                        }
                    }
                }
            } else {
                Path root = Path.of(found.getPath().substring(0, found.getPath().length() - ONE.length()));
                List<Path> classes;
                try (Stream<Path> all = Files.walk(root.resolve(FOLDER))) {
                    classes = all.filter(Files::isRegularFile).sorted().toList();
                }
                for (Path one : classes) {
                    try (InputStream in = Files.newInputStream(one)) {
                        put(out, root.relativize(one).toString().replace('\\', '/'), in);
                    }
                }
            }
        }
        return jar;
    }

    private static void put(JarOutputStream out, String name, InputStream in) throws IOException {
        out.putNextEntry(new JarEntry(name));
        in.transferTo(out);
        out.closeEntry();
    }
}
