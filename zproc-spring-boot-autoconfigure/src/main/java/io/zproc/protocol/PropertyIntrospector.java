package io.zproc.protocol;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.ObjectIdInfo;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's annotations, with three differences: what a property holds goes through our
 * own writer and reader unless the property names others; polymorphism and identity are
 * ours, so that no annotation can name a class outside the allow list; the parameters of
 * a constructor are known by their own names where the compiler kept them.
 */
final class PropertyIntrospector extends JacksonAnnotationIntrospector {

	/** Jackson takes a {@code @JsonCreator} of one of these as made from a scalar. */
	private static final Set<Class<?>> SCALARS = Set.of(String.class, int.class, Integer.class, long.class, Long.class,
			double.class, Double.class, boolean.class, Boolean.class, BigInteger.class, BigDecimal.class);

	private final PropertyWriter writer;

	private final PropertyReader reader;

	PropertyIntrospector(ApplicationObjects objects) {
		this.writer = new PropertyWriter(objects);
		this.reader = new PropertyReader(objects, null);
	}

	@Override
	public @Nullable Object findSerializer(Annotated annotated) {
		Object named = super.findSerializer(annotated);
		if (named != null || !(annotated instanceof AnnotatedMember member) || isTrue(hasAnyGetter(member))) {
			return named;
		}
		return (isTrue(hasAsValue(member)) && SCALARS.contains(member.getRawType())) ? null : this.writer;
	}

	@Override
	public @Nullable Object findContentSerializer(Annotated annotated) {
		Object named = super.findContentSerializer(annotated);
		return (named == null && isTrue(hasAnyGetter(annotated))) ? this.writer : named;
	}

	@Override
	public @Nullable Object findDeserializer(Annotated annotated) {
		Object named = super.findDeserializer(annotated);
		return (named == null && annotated instanceof AnnotatedMember) ? this.reader : named;
	}

	@Override
	public @Nullable Object findContentDeserializer(Annotated annotated) {
		Object named = super.findContentDeserializer(annotated);
		return (named == null && isTrue(hasAnySetter(annotated))) ? this.reader : named;
	}

	@Override
	public @Nullable String findImplicitPropertyName(AnnotatedMember member) {
		if (member instanceof AnnotatedParameter parameter
				&& parameter.getOwner().getMember() instanceof Executable executable) {
			Parameter declared = executable.getParameters()[parameter.getIndex()];
			return declared.isNamePresent() ? declared.getName() : null;
		}
		return super.findImplicitPropertyName(member);
	}

	@Override
	public @Nullable TypeResolverBuilder<?> findTypeResolver(MapperConfig<?> config, AnnotatedClass type,
			JavaType baseType) {
		return null;
	}

	@Override
	public @Nullable TypeResolverBuilder<?> findPropertyTypeResolver(MapperConfig<?> config, AnnotatedMember member,
			JavaType baseType) {
		return null;
	}

	@Override
	public @Nullable TypeResolverBuilder<?> findPropertyContentTypeResolver(MapperConfig<?> config,
			AnnotatedMember member, JavaType containerType) {
		return null;
	}

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable ObjectIdInfo findObjectIdInfo(Annotated annotated) {
		return null;
	}

	private static boolean isTrue(@Nullable Boolean flag) {
		return Boolean.TRUE.equals(flag);
	}

}
