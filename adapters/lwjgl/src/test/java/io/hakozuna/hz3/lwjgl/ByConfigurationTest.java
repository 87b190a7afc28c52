package io.hakozuna.hz3.lwjgl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hakozuna.hz3.Hz3;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lwjgl.stb.STBImage;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryUtil;

/** LWJGL with an allocator that the program gives it, and a native library that allocates through it. */
class ByConfigurationTest {
    private static final Hz3MemoryAllocator ALLOCATOR = new Hz3MemoryAllocator();
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    @BeforeAll
    static void give() {
        Configuration.MEMORY_ALLOCATOR.set(ALLOCATOR);
    }

    @Test
    void isTheAllocator() {
        assertSame(ALLOCATOR, MemoryUtil.getAllocator());
        assertSame(ALLOCATOR, MemoryUtil.getAllocator(true));
    }

    @Test
    void aNativeLibraryAllocatesFromHz3() {
        byte[] pixels = new byte[WIDTH * HEIGHT * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 31);
        }
        int[] width = new int[1];
        int[] height = new int[1];
        int[] channels = new int[1];
        // Once before, for what LWJGL allocates for good.
        STBImage.stbi_image_free(STBImage.stbi_load_from_memory(picture(pixels), width, height, channels, 0));
        long before = Hz3.memoryUse().inUse();
        ByteBuffer file = picture(pixels);
        ByteBuffer image = STBImage.stbi_load_from_memory(file, width, height, channels, 0);
        assertArrayEquals(new int[] {WIDTH, HEIGHT, 3}, new int[] {width[0], height[0], channels[0]});
        assertEquals(before + Hz3.usableSize(MemoryUtil.memAddress(image)), Hz3.memoryUse().inUse());
        byte[] read = new byte[image.remaining()];
        image.get(0, read);
        assertArrayEquals(pixels, read);
        STBImage.stbi_image_free(image);
        assertEquals(before, Hz3.memoryUse().inUse());
    }

    @Test
    void aNativeLibraryLearnsThatThereIsNoMemory() {
        // 330 million bytes, above -Dhz3.mem.limit.
        byte[] head = "P6\n11000 10000\n255\n".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocateDirect(head.length + 1000).put(0, head);
        assertNull(STBImage.stbi_load_from_memory(file, new int[1], new int[1], new int[1], 0));
        assertEquals("Out of memory", STBImage.stbi_failure_reason());
        assertTrue(Hz3.memoryUse().inUse() < 100 << 20);
    }

    /** A picture in the plain format of Netpbm. */
    private static ByteBuffer picture(byte[] pixels) {
        byte[] head = ("P6\n" + WIDTH + " " + HEIGHT + "\n255\n").getBytes(StandardCharsets.US_ASCII);
        byte[] file = Arrays.copyOf(head, head.length + pixels.length);
        System.arraycopy(pixels, 0, file, head.length, pixels.length);
        return ByteBuffer.allocateDirect(file.length).put(0, file);
    }
}
