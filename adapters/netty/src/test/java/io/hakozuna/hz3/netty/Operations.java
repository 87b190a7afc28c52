package io.hakozuna.hz3.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What can be done to a buffer: each operation returns what its caller sees of it. */
final class Operations {
    /** Throws what the buffer's method throws. */
    interface Operation {
        Object apply(ByteBuf buffer, Draw draw) throws Exception;
    }

    private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII,
        StandardCharsets.UTF_16LE);

    private Operations() {
    }

    static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        gets(all);
        sets(all);
        reads(all);
        writes(all);
        indices(all);
        sizes(all);
        searches(all);
        parts(all);
        all.addAll(Transfers.all());
        return all;
    }

    private static void gets(List<Operation> all) {
        all.add((b, d) -> b.getByte(d.index(1)));
        all.add((b, d) -> b.getUnsignedByte(d.index(1)));
        all.add((b, d) -> b.getBoolean(d.index(1)));
        all.add((b, d) -> b.getShort(d.index(2)));
        all.add((b, d) -> b.getShortLE(d.index(2)));
        all.add((b, d) -> b.getUnsignedShort(d.index(2)));
        all.add((b, d) -> b.getChar(d.index(2)));
        all.add((b, d) -> b.getMedium(d.index(3)));
        all.add((b, d) -> b.getMediumLE(d.index(3)));
        all.add((b, d) -> b.getUnsignedMedium(d.index(3)));
        all.add((b, d) -> b.getUnsignedMediumLE(d.index(3)));
        all.add((b, d) -> b.getInt(d.index(4)));
        all.add((b, d) -> b.getIntLE(d.index(4)));
        all.add((b, d) -> b.getUnsignedIntLE(d.index(4)));
        all.add((b, d) -> b.getLong(d.index(8)));
        all.add((b, d) -> b.getLongLE(d.index(8)));
        all.add((b, d) -> Float.floatToRawIntBits(b.getFloat(d.index(4))));
        all.add((b, d) -> Double.doubleToRawLongBits(b.getDoubleLE(d.index(8))));
    }

    private static void sets(List<Operation> all) {
        all.add((b, d) -> done(b.setByte(d.index(1), d.number())));
        all.add((b, d) -> done(b.setBoolean(d.index(1), d.coin())));
        all.add((b, d) -> done(b.setShort(d.index(2), d.number())));
        all.add((b, d) -> done(b.setShortLE(d.index(2), d.number())));
        all.add((b, d) -> done(b.setMedium(d.index(3), d.number())));
        all.add((b, d) -> done(b.setMediumLE(d.index(3), d.number())));
        all.add((b, d) -> done(b.setInt(d.index(4), d.number())));
        all.add((b, d) -> done(b.setIntLE(d.index(4), d.number())));
        all.add((b, d) -> done(b.setLong(d.index(8), d.longNumber())));
        all.add((b, d) -> done(b.setLongLE(d.index(8), d.longNumber())));
        all.add((b, d) -> {
            int length = d.length();
            return done(b.setZero(d.index(length), length));
        });
        all.add((b, d) -> b.setCharSequence(d.index(60), text(d), charset(d)));
    }

    private static void reads(List<Operation> all) {
        all.add((b, d) -> b.readByte());
        all.add((b, d) -> b.readShort());
        all.add((b, d) -> b.readShortLE());
        all.add((b, d) -> b.readMedium());
        all.add((b, d) -> b.readUnsignedMediumLE());
        all.add((b, d) -> b.readInt());
        all.add((b, d) -> b.readUnsignedIntLE());
        all.add((b, d) -> b.readLong());
        all.add((b, d) -> b.readLongLE());
        all.add((b, d) -> b.readCharSequence(d.below(20), charset(d)).toString());
        all.add((b, d) -> done(b.skipBytes(d.below(20))));
    }

    private static void writes(List<Operation> all) {
        all.add((b, d) -> done(b.writeByte(d.number())));
        all.add((b, d) -> done(b.writeShort(d.number())));
        all.add((b, d) -> done(b.writeShortLE(d.number())));
        all.add((b, d) -> done(b.writeMedium(d.number())));
        all.add((b, d) -> done(b.writeMediumLE(d.number())));
        all.add((b, d) -> done(b.writeInt(d.number())));
        all.add((b, d) -> done(b.writeIntLE(d.number())));
        all.add((b, d) -> done(b.writeLong(d.longNumber())));
        all.add((b, d) -> done(b.writeDouble(d.number())));
        all.add((b, d) -> done(b.writeZero(d.below(200))));
        all.add((b, d) -> b.writeCharSequence(text(d), charset(d)));
        all.add((b, d) -> ByteBufUtil.writeUtf8(b, text(d)));
    }

    private static void indices(List<Operation> all) {
        all.add((b, d) -> done(b.readerIndex(d.index(0))));
        all.add((b, d) -> done(b.writerIndex(d.index(0))));
        all.add((b, d) -> done(b.setIndex(d.index(0), d.index(0))));
        all.add((b, d) -> done(b.markReaderIndex()));
        all.add((b, d) -> done(b.resetReaderIndex()));
        // Not later: how a buffer's capacity has grown by then is its own affair.
        all.add((b, d) -> done(b.markWriterIndex().writeShort(1).resetWriterIndex()));
        all.add((b, d) -> d.below(10) == 0 ? done(b.clear()) : 0);
        all.add((b, d) -> done(b.discardReadBytes()));
        // How many is by the capacity, which is a buffer's own affair.
        all.add((b, d) -> done(b.discardSomeReadBytes().discardReadBytes()));
    }

    private static void sizes(List<Operation> all) {
        all.add((b, d) -> done(b.ensureWritable(d.below(300))));
        all.add((b, d) -> b.ensureWritable(d.below(2) << 20, d.coin()) & 1);
        all.add((b, d) -> done(b.capacity(d.below(4) == 0 ? d.below(b.maxCapacity() + 10) : d.index(0))));
        all.add((b, d) -> b.maxCapacity());
        all.add((b, d) -> b.maxWritableBytes());
        all.add((b, d) -> b.isReadable(d.below(100)) + " " + b.readableBytes());
    }

    private static void searches(List<Operation> all) {
        all.add((b, d) -> b.indexOf(d.index(0), d.index(0), (byte) d.number()));
        all.add((b, d) -> b.bytesBefore((byte) d.number()));
        all.add((b, d) -> {
            byte end = (byte) d.number();
            return d.coin() ? b.forEachByte(value -> value != end) : b.forEachByteDesc(value -> value != end);
        });
        all.add((b, d) -> b.hashCode());
        all.add((b, d) -> b.toString(charset(d)));
        all.add((b, d) -> {
            ByteBuf other = Unpooled.copiedBuffer(b);
            boolean equal = b.equals(other) && b.compareTo(other) == 0;
            return equal && other.isReadable() ? Integer.signum(b.compareTo(other.setByte(other.writerIndex() - 1, d.number()))) : equal;
        });
    }

    private static void parts(List<Operation> all) {
        all.add((b, d) -> {
            int length = d.length();
            ByteBuf slice = b.slice(d.index(length), length);
            return length < 4 ? 0 : slice.setInt(d.below(length - 3), d.number()).getLongLE(Math.max(length - 8, 0));
        });
        all.add((b, d) -> {
            ByteBuf slice = b.retainedSlice();
            int references = b.refCnt();
            slice.release();
            return references;
        });
        all.add((b, d) -> {
            ByteBuf duplicate = d.coin() ? b.duplicate().retain() : b.retainedDuplicate();
            Object seen = duplicate.toString(StandardCharsets.ISO_8859_1) + duplicate.release();
            return seen;
        });
        all.add((b, d) -> {
            int length = d.length();
            ByteBuf copy = b.copy(d.index(length), length);
            Object seen = copy.toString(StandardCharsets.ISO_8859_1) + copy.writerIndex();
            copy.release();
            return seen;
        });
        all.add((b, d) -> b.asReadOnly().setByte(0, 1));
    }

    /** For a method that returns its buffer. */
    private static Object done(ByteBuf buffer) {
        return buffer.readerIndex() + " " + buffer.writerIndex();
    }

    private static Charset charset(Draw draw) {
        return CHARSETS.get(draw.below(CHARSETS.size()));
    }

    /** At most 20 characters, some of which need several bytes. */
    private static String text(Draw draw) {
        StringBuilder text = new StringBuilder();
        int length = draw.below(10);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(draw.coin() ? 'a' + draw.below(26) : 0xa0 + draw.below(draw.coin() ? 500 : 0x1_0000 - 0xa0));
        }
        return text.toString();
    }
}
