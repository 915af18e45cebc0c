import CFFmpeg

/// What a demuxer says of one stream, before anything is decoded.
package struct Stream: Sendable {
  package enum Kind: Sendable { case video, audio, other }

  package var index: Int
  package var kind: Kind
  /// FFmpeg's name of the codec. `avcodec_get_name`.
  package var codec: String
  package var timeBase: Rational
  /// Packets, as the container counts them; 0 where it does not.
  package var packets: Int
  package var isAttachedPicture: Bool
  package var metadataKeys: [String]

  /// Whether a decoder of the allow-list can take it.
  package var isDecodable: Bool

  // Video
  package var width: Int
  package var height: Int
  package var orientation: Orientation
  /// Width of a pixel over its height; `nil` where unknown.
  package var sampleAspect: Rational?
  /// FFmpeg's names.
  package var pixelFormat: String?
  package var transfer: String?
  package var primaries: String?
  /// What the container or codec declares.
  package var frameRate: Rational?
  package var isInterlaced: Bool

  // Audio
  package var sampleRate: Int
  package var channels: Int

  init(_ stream: UnsafeMutablePointer<AVStream>) {
    let parameters = stream.pointee.codecpar.pointee
    index = Int(stream.pointee.index)
    kind =
      switch parameters.codec_type {
      case AVMEDIA_TYPE_VIDEO: .video
      case AVMEDIA_TYPE_AUDIO: .audio
      default: .other
      }
    codec = String(cString: avcodec_get_name(parameters.codec_id))
    timeBase = Rational(stream.pointee.time_base)
    packets = Int(stream.pointee.nb_frames)
    isAttachedPicture = stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC != 0
    metadataKeys = Stream.keys(of: stream.pointee.metadata)
    isDecodable = Decoder.find(parameters.codec_id) != nil
    width = Int(parameters.width)
    height = Int(parameters.height)
    orientation = Orientation(of: stream)
    let aspect = av_guess_sample_aspect_ratio(nil, stream, nil)
    sampleAspect = aspect.num > 0 ? Rational(aspect) : nil
    pixelFormat = kind == .video ? name(av_get_pix_fmt_name(AVPixelFormat(parameters.format))) : nil
    transfer = ColorName.transfer(parameters.color_trc)
    primaries = ColorName.primaries(parameters.color_primaries)
    frameRate =
      stream.pointee.avg_frame_rate.num > 0 ? Rational(stream.pointee.avg_frame_rate) : nil
    isInterlaced =
      parameters.field_order != AV_FIELD_UNKNOWN && parameters.field_order != AV_FIELD_PROGRESSIVE
    sampleRate = Int(parameters.sample_rate)
    channels = Int(parameters.ch_layout.nb_channels)
  }

  /// The names of the tags; their values are nobody's business. `av_dict_get`.
  static func keys(of dictionary: OpaquePointer?) -> [String] {
    var keys: [String] = []
    var entry: UnsafeMutablePointer<AVDictionaryEntry>?
    while let next = av_dict_get(dictionary, "", entry, AV_DICT_IGNORE_SUFFIX) {
      keys.append(String(cString: next.pointee.key))
      entry = next
    }
    return keys
  }
}

/// How the stored picture is brought upright: flipped left to right where `mirrored`, then turned
/// clockwise.
package struct Orientation: Sendable, Equatable {
  /// 0, 90, 180 or 270 degrees.
  package var rotation: Int
  package var mirrored: Bool

  package init(rotation: Int = 0, mirrored: Bool = false) {
    self.rotation = rotation
    self.mirrored = mirrored
  }

  /// Reads the display matrix. A matrix that is no quarter turn counts as the nearest one.
  init(of stream: UnsafeMutablePointer<AVStream>) {
    var size = 0
    guard
      let data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size),
      size >= 9 * MemoryLayout<Int32>.size
    else {
      self.init()
      return
    }
    self = data.withMemoryRebound(to: Int32.self, capacity: 9) { Orientation(matrix: $0) }
  }

  /// `x' = a·x + c·y`, `y' = b·x + d·y`, in 16.16 fixed point, y pointing down.
  init(matrix: UnsafePointer<Int32>) {
    var (a, b) = (Double(matrix[0]), Double(matrix[1]))
    let (c, d) = (Double(matrix[3]), Double(matrix[4]))
    mirrored = a * d - b * c < 0
    if mirrored { (a, b) = (-a, -b) }
    let quarter =
      abs(a) >= abs(b) ? (a >= 0 ? 0 : 180) : (b > 0 ? 90 : 270)
    rotation = quarter
  }

  package var isUpright: Bool { rotation == 0 && !mirrored }
  package var swapsSides: Bool { rotation == 90 || rotation == 270 }
}
