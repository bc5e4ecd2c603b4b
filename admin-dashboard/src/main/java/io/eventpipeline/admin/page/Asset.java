package io.eventpipeline.admin.page;

import io.eventpipeline.runtime.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The files that browsers load beside the pages. Each URL holds a hash of its content. */
public enum Asset {
  PICO("pico.min.css", "text/css"),
  STYLE("dashboard.css", "text/css"),
  HTMX("htmx.min.js", "text/javascript"),
  MORPH("idiomorph-ext.min.js", "text/javascript"),
  SCRIPT("dashboard.js", "text/javascript"),
  UPLOT_STYLE("uPlot.min.css", "text/css"),
  UPLOT("uPlot.iife.min.js", "text/javascript"),
  ICON("icon.svg", "image/svg+xml");

  private static final int HASH_CHARS = 16;

  private final String type;
  private final byte[] plain;
  private final byte[] gzipped;
  private final String hash;
  private final String name;

  Asset(String file, String type) {
    this.type = type;
    plain = read(file);
    gzipped = gzip(plain);
    hash = HexFormat.of().formatHex(Sha256.of(plain)).substring(0, HASH_CHARS);
    int dot = file.indexOf('.');
    name = file.substring(0, dot) + "-" + hash + file.substring(dot);
  }

  /** Null if no file has this name with its hash. */
  static @Nullable Asset named(String name) {
    for (Asset asset : values()) {
      if (asset.name.equals(name)) {
        return asset;
      }
    }
    return null;
  }

  /** For templates: the path of the file. */
  public String url() {
    return "/admin/assets/" + name;
  }

  String type() {
    return type;
  }

  String etag() {
    return '"' + hash + '"';
  }

  /** The caller must not change it. */
  byte[] plain() {
    return plain;
  }

  /** The caller must not change it. */
  byte[] gzipped() {
    return gzipped;
  }

  private static byte[] read(String file) {
    try (InputStream content = Asset.class.getResourceAsStream("/assets/" + file)) {
      return Objects.requireNonNull(content, file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
