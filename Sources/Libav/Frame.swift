import CFFmpeg

/// A decoded picture or a run of samples. Owns its `AVFrame`; buffers are reference-counted by FFmpeg.
///
/// Handed from thread to thread, never shared: whoever passes it on lets go of it.
package final class Frame: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<AVFrame>

  /// `av_frame_alloc`.
  package init() throws { pointer = try made(av_frame_alloc(), call: "av_frame_alloc") }

  deinit {
    var owned: UnsafeMutablePointer<AVFrame>? = pointer
    av_frame_free(&owned)
  }

  package var width: Int { Int(pointer.pointee.width) }
  package var height: Int { Int(pointer.pointee.height) }
  package var samples: Int { Int(pointer.pointee.nb_samples) }
  package var channels: Int { Int(pointer.pointee.ch_layout.nb_channels) }
  package var sampleRate: Int { Int(pointer.pointee.sample_rate) }
  package var isInterlaced: Bool { pointer.pointee.interlaced_frame != 0 }
  package var isTopFieldFirst: Bool { pointer.pointee.top_field_first != 0 }
  /// Whether the decoder had to guess.
  package var isDamaged: Bool {
    pointer.pointee.decode_error_flags != 0 || pointer.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
  }
  /// In ticks of the stream that it was decoded from, or as set.
  package var pts: Int64? {
    get {
      let best = pointer.pointee.best_effort_timestamp
      if best != shim_nopts { return best }
      return pointer.pointee.pts == shim_nopts ? nil : pointer.pointee.pts
    }
    set {
      pointer.pointee.pts = newValue ?? shim_nopts
      pointer.pointee.best_effort_timestamp = newValue ?? shim_nopts
    }
  }

  var pixelFormat: AVPixelFormat { AVPixelFormat(pointer.pointee.format) }

  /// FFmpeg's name of the pixel format. `av_get_pix_fmt_name`.
  package var pixelFormatName: String? { name(av_get_pix_fmt_name(pixelFormat)) }
  package var transferName: String? { ColorName.transfer(pointer.pointee.color_trc) }
  package var primariesName: String? { ColorName.primaries(pointer.pointee.color_primaries) }

  func clear() { av_frame_unref(pointer) }

  /// A second owner of the same buffers. `av_frame_ref`.
  package func copy() throws -> Frame {
    let copy = try Frame()
    try check(av_frame_ref(copy.pointer, pointer), call: "av_frame_ref", subject: "a frame")
    return copy
  }
}

/// A C string that FFmpeg may not have.
func name(_ text: UnsafePointer<CChar>?) -> String? { text.map { String(cString: $0) } }

/// FFmpeg's names of colour properties; `nil` where the stream says nothing.
enum ColorName {
  static func transfer(_ value: AVColorTransferCharacteristic) -> String? {
    value == AVCOL_TRC_UNSPECIFIED ? nil : name(av_color_transfer_name(value))
  }
  static func primaries(_ value: AVColorPrimaries) -> String? {
    value == AVCOL_PRI_UNSPECIFIED ? nil : name(av_color_primaries_name(value))
  }
}

extension Frame {
  /// Width of a pixel over its height; `nil` where the frame does not say.
  package var sampleAspect: Rational? {
    let aspect = pointer.pointee.sample_aspect_ratio
    return aspect.num > 0 && aspect.den > 0 ? Rational(aspect) : nil
  }
}

extension Frame {
  /// Every other line of an interlaced picture, those that were filmed first: a view on the same
  /// buffers, half as high.
  package func firstField() throws -> Frame {
    let field = try copy()
    withUnsafeMutablePointer(to: &field.pointer.pointee.data) { data in
      data.withMemoryRebound(to: UnsafeMutablePointer<UInt8>?.self, capacity: 8) { planes in
        withUnsafeMutablePointer(to: &field.pointer.pointee.linesize) { linesize in
          linesize.withMemoryRebound(to: Int32.self, capacity: 8) { strides in
            for plane in 0..<4 {
              if !isTopFieldFirst { planes[plane]? += Int(strides[plane]) }
              strides[plane] *= 2
            }
          }
        }
      }
    }
    field.pointer.pointee.height /= 2
    return field
  }
}
