package org.endoreg.ffmpeg;

/**
 * What a finished run has written.
 *
 * @param frames number of frames, the same in source and artifact
 * @param width width in pixels, even
 * @param height height in pixels, even
 * @param range luma range
 * @param visible the region that shows, after rounding to even coordinates
 * @param encoder FFmpeg's name of the encoder
 * @param bitRate target bit rate in bits per second
 */
public record EncodedVideo(
    int frames,
    int width,
    int height,
    ColourRange range,
    Roi visible,
    String encoder,
    long bitRate) {}
