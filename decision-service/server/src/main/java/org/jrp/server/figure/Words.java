package org.jrp.server.figure;

import io.swagger.v3.oas.annotations.media.Schema;

/** A text in both languages (双语文字). */
@Schema(name = "FigureWords")
record Words(String zh, String en) {}
