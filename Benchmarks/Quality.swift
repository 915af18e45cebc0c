import Foundation

/// How like its source a produced file looks: SSIM of luma against the source turned upright,
/// mapped to SDR by the usual filters where it is HDR, and reduced to the same size by Lanczos,
/// which no contestant uses.
func similarity(of output: String, to source: String, highDynamicRange: Bool) throws -> Double? {
  let sdr =
    "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
    + "zscale=t=bt709:m=bt709:r=limited,format=yuv420p,"
  let graph =
    "[1:v]\(highDynamicRange ? sdr : "")format=yuv420p[whole];"
    + "[whole][0:v]scale2ref=flags=lanczos[reference][made];"
    + "[made]fps=30,settb=1/30,setpts=N[a];[reference]fps=30,settb=1/30,setpts=N[b];"
    + "[a][b]ssim=shortest=1"
  let log = try complaints(of: [
    "ffmpeg", "-nostdin", "-hide_banner", "-i", output, "-i", source, "-filter_complex", graph,
    "-f", "null", "-",
  ])
  guard let line = log.split(separator: "\n").last(where: { $0.contains("SSIM Y:") }),
    let value = line.split(separator: " ").first(where: { $0.hasPrefix("Y:") })
  else { return nil }
  return Double(value.dropFirst(2))
}
